//! From the expression to operations, without recursion.

use std::collections::BTreeMap;

use num_rational::BigRational;

use super::code::{Code, Op};
use super::differentiate::derivative;
use crate::fault::Fault;
use wronski_expr::{Expr, Func, Node, catalogue};

/// Most nodes visited, catalogue formulas included.
const MAX_VISITS: usize = 200_000;

/// A node in a frame: the outer function of each composition has a variable of its own.
type Place = (usize, usize);

/// What remains to be done.
enum Task {
    /// Give the node a register.
    Visit(Expr, usize),
    /// Give it one: its operands have theirs.
    Build(Expr, usize),
    /// The inner function of the composition has its register: visit the outer one.
    Enter(Expr, usize),
    /// The formula or the outer function has its register, which is that of the node too.
    Alias {
        from: Place,
        to: Place,
        needs: Option<usize>,
    },
}

struct Lowering<'a> {
    code: Code,
    parameters: &'a BTreeMap<String, BigRational>,
    registers: BTreeMap<Place, usize>,
    /// The register of the variable of each frame.
    frames: Vec<usize>,
    /// Holds every node whose address is a key.
    keep: Vec<Expr>,
    todo: Vec<Task>,
}

/// The operations of an expression, and the register of its value.
pub(super) fn lower(
    expr: &Expr,
    parameters: &BTreeMap<String, BigRational>,
) -> Result<(Code, usize), Fault> {
    let mut code = Code::default();
    let variable = code.emit(Op::Var)?;
    let mut lowering = Lowering {
        code,
        parameters,
        registers: BTreeMap::new(),
        frames: vec![variable],
        keep: Vec::new(),
        todo: vec![Task::Visit(expr.clone(), 0)],
    };
    let mut visits = 0;
    while let Some(task) = lowering.todo.pop() {
        visits += 1;
        if visits > MAX_VISITS {
            return Err(Fault::Budget(format!("{MAX_VISITS} nodes visited")));
        }
        lowering.step(task)?;
    }
    let root = lowering.register(expr, 0)?;
    Ok((lowering.code, root))
}

impl Lowering<'_> {
    fn register(&self, e: &Expr, frame: usize) -> Result<usize, Fault> {
        self.at((e.id(), frame))
    }

    fn at(&self, place: Place) -> Result<usize, Fault> {
        // Operands are scheduled before the node that needs them.
        self.registers
            .get(&place)
            .copied()
            .ok_or_else(|| Fault::Shape("an operand without a register".to_string()))
    }

    fn step(&mut self, task: Task) -> Result<(), Fault> {
        match task {
            Task::Visit(e, frame) => self.visit(e, frame),
            Task::Build(e, frame) => {
                let register = self.build(&e, frame)?;
                self.registers.insert((e.id(), frame), register);
                Ok(())
            }
            Task::Enter(e, frame) => {
                let Node::Compose(outer, inner) = e.node() else {
                    return Ok(());
                };
                let inner = self.register(inner, frame)?;
                let new = self.frames.len();
                let variable = self.code.emit(Op::Copy(inner, new))?;
                self.frames.push(variable);
                self.todo.push(Task::Alias {
                    from: (outer.id(), new),
                    to: (e.id(), frame),
                    needs: Some(inner),
                });
                self.todo.push(Task::Visit(outer.clone(), new));
                Ok(())
            }
            Task::Alias { from, to, needs } => {
                let mut register = self.at(from)?;
                if let Some(needs) = needs {
                    register = self.code.emit(Op::Require(register, needs))?;
                }
                self.registers.insert(to, register);
                Ok(())
            }
        }
    }

    fn visit(&mut self, e: Expr, frame: usize) -> Result<(), Fault> {
        if self.registers.contains_key(&(e.id(), frame)) {
            return Ok(());
        }
        self.keep.push(e.clone());
        match e.node() {
            Node::Named(name, _) => {
                let formula = catalogue::unfold(&e)
                    .map_err(|why| Fault::Name(why.message))?
                    .ok_or_else(|| {
                        Fault::Name(format!("`{name}` has no formula in the catalogue"))
                    })?;
                self.todo.push(Task::Alias {
                    from: (formula.id(), frame),
                    to: (e.id(), frame),
                    needs: None,
                });
                self.todo.push(Task::Visit(formula, frame));
            }
            Node::Compose(_, inner) => {
                let inner = inner.clone();
                self.todo.push(Task::Enter(e.clone(), frame));
                self.todo.push(Task::Visit(inner, frame));
            }
            node => {
                self.todo.push(Task::Build(e.clone(), frame));
                for child in node.children() {
                    self.todo.push(Task::Visit(child.clone(), frame));
                }
            }
        }
        Ok(())
    }

    fn build(&mut self, e: &Expr, frame: usize) -> Result<usize, Fault> {
        let operands: Vec<usize> = e
            .node()
            .children()
            .into_iter()
            .map(|c| self.register(c, frame))
            .collect::<Result<_, _>>()?;
        let code = &mut self.code;
        match (e.node(), operands.as_slice()) {
            (Node::Num(q), _) => code.emit(Op::Num(q.clone())),
            (Node::Pi, _) => code.emit(Op::Pi),
            (Node::E, _) => {
                let one = code.int(1)?;
                code.emit(Op::Func(Func::Exp, one))
            }
            (Node::Var, _) => Ok(self.frames[frame]),
            (Node::Symbol(s), _) => match self.parameters.get(s.name()) {
                Some(value) => code.emit(Op::Num(value.clone())),
                None => Err(Fault::Parameter(s.to_string())),
            },
            (Node::Neg(_), &[a]) => code.emit(Op::Neg(a)),
            (Node::Add(..), &[a, b]) => code.emit(Op::Add(a, b)),
            (Node::Sub(..), &[a, b]) => code.emit(Op::Sub(a, b)),
            (Node::Mul(..), &[a, b]) if a == b => code.emit(Op::Square(a)),
            (Node::Mul(..), &[a, b]) => code.emit(Op::Mul(a, b)),
            (Node::Div(..), &[a, b]) => code.emit(Op::Div(a, b)),
            (Node::Pow(..), &[a, b]) => code.power(a, b),
            (Node::Func(f, _), &[a]) => code.emit(Op::Func(*f, a)),
            (Node::Max(..), &[a, b]) => code.emit(Op::Max(a, b)),
            (Node::Min(..), &[a, b]) => code.emit(Op::Min(a, b)),
            (Node::Where(relation, _), &[a, b, c, d]) => {
                code.emit(Op::Where(*relation, [a, b, c, d]))
            }
            (Node::Diff(_), &[a]) => {
                let da = derivative(code, a, self.frames[frame])?;
                code.emit(Op::Require(da, a))
            }
            _ => Err(Fault::Shape("a node without its operands".to_string())),
        }
    }
}
