//! Tokens to expressions, by precedence climbing.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use wronski_diagnostic::ErrorCode;

use super::lexer::{Lexeme, Token, gcd, too_long};
use super::limits::{MAX_DEPTH, MAX_DIGITS, MAX_NESTING};
use super::names::{shorten, unknown};
use super::signature::Signature;
use super::vocabulary::{Parsed, Syntax, Vocabulary};
use crate::{Binding, Expr, Func, Node, Relation, Symbol, is_constant};
use wronski_diagnostic::{Diagnostic, Result, Span};

const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const UNARY: u8 = 3;
const POWER: u8 = 4;

/// What a name followed by an argument list calls.
enum Callee<'a> {
    Func(Func),
    Entry(&'a Signature),
    Max,
    Min,
    Where,
    Diff,
    Compose,
}

pub(super) struct Reader<'a> {
    text: &'a str,
    lexemes: Vec<Lexeme>,
    next: usize,
    vocabulary: Vocabulary<'a>,
    notes: Vec<String>,
    nesting: usize,
    /// Are literals in parentheses kept apart from the operators before them?
    exact: bool,
}

impl<'a> Reader<'a> {
    pub fn new(
        text: &'a str,
        lexemes: Vec<Lexeme>,
        vocabulary: Vocabulary<'a>,
        syntax: Syntax,
    ) -> Self {
        Reader {
            text,
            lexemes,
            next: 0,
            vocabulary,
            notes: Vec::new(),
            nesting: 0,
            exact: syntax == Syntax::Exact,
        }
    }

    /// The whole text as one expression.
    pub fn whole(mut self) -> Result<Parsed> {
        let expr = if self.lexemes.len() == 1 {
            self.operand_or_function()?
        } else {
            self.expression(SUM)?
        };
        if let Some(lexeme) = self.lexemes.get(self.next) {
            return Err(self.leftover(&expr, lexeme));
        }
        Ok(Parsed {
            expr,
            notes: self.notes,
        })
    }

    fn peek(&self) -> Option<&Token> {
        self.lexemes.get(self.next).map(|l| &l.token)
    }

    fn peek_at(&self, ahead: usize) -> Option<&Token> {
        self.lexemes.get(self.next + ahead).map(|l| &l.token)
    }

    /// The span of the next token, or the empty one at the end of the text.
    fn here(&self) -> Span {
        self.lexemes
            .get(self.next)
            .map_or_else(|| Span::new(self.text.len(), self.text.len()), |l| l.span)
    }

    fn before(&self) -> Span {
        self.lexemes[..self.next]
            .last()
            .map_or(Span::new(0, 0), |l| l.span)
    }

    /// Enters one level of nesting; the recursion of this reader is bounded by it.
    fn enter(&mut self, span: Span) -> Result<()> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            return Err(Diagnostic::budget(
                ErrorCode::W0115,
                format!("the expression is nested deeper than the limit {MAX_NESTING}"),
            )
            .at(Some(span))
            .label("too deep here")
            .help("remove parentheses that are not needed, or define the inner part by a shorter formula"));
        }
        Ok(())
    }

    fn build(&self, node: Node, span: Span) -> Result<Expr> {
        let expr = Expr::with_span(node, span);
        if expr.depth() > MAX_DEPTH {
            return Err(Diagnostic::budget(
                ErrorCode::W0116,
                format!("the expression tree is deeper than the limit {MAX_DEPTH}"),
            )
            .at(Some(span))
            .label("too many operations in one chain")
            .help("collect equal terms, or group the chain with parentheses into halves"));
        }
        Ok(expr)
    }

    fn span_of(&self, expr: &Expr) -> Span {
        expr.span().unwrap_or_else(|| self.before())
    }

    /// An expression whose operators bind at least as tightly as `least`.
    fn expression(&mut self, least: u8) -> Result<Expr> {
        let mut left = if self.peek() == Some(&Token::Minus) {
            let sign = self.here();
            self.next += 1;
            self.enter(sign)?;
            let operand = self.expression(UNARY)?;
            self.nesting -= 1;
            self.negate(operand, sign)?
        } else {
            self.atom()?
        };
        loop {
            let (level, token) = match self.peek() {
                Some(t @ (Token::Plus | Token::Minus)) => (SUM, t.clone()),
                Some(t @ (Token::Star | Token::Slash)) => (PRODUCT, t.clone()),
                Some(Token::Caret) => (POWER, Token::Caret),
                _ => return Ok(left),
            };
            if level < least {
                return Ok(left);
            }
            let sign = self.here();
            self.next += 1;
            let right = match token {
                Token::Caret => {
                    self.enter(sign)?;
                    let right = self.expression(UNARY)?;
                    self.nesting -= 1;
                    right
                }
                Token::Plus | Token::Minus => self.expression(PRODUCT)?,
                _ => self.expression(UNARY)?,
            };
            let span = self.span_of(&left).join(self.span_of(&right));
            left = match token {
                Token::Plus => self.build(Node::Add(left, right), span)?,
                Token::Minus => self.build(Node::Sub(left, right), span)?,
                Token::Star => self.build(Node::Mul(left, right), span)?,
                Token::Slash => self.divide(left, right, span)?,
                _ => self.build(Node::Pow(left, right), span)?,
            };
        }
    }

    /// Is the literal that was just read kept apart from what stands before it, by parentheses in an exact text?
    fn kept(&self) -> bool {
        let last = self.next.checked_sub(1).and_then(|i| self.lexemes.get(i));
        self.exact && last.is_some_and(|l| l.token == Token::Close)
    }

    /// `-a`, a literal being negated in place.
    fn negate(&self, operand: Expr, sign: Span) -> Result<Expr> {
        let span = sign.join(self.span_of(&operand));
        let node = match operand.as_num() {
            Some(q) if !self.kept() => Node::Num(-q.clone()),
            _ => Node::Neg(operand),
        };
        self.build(node, span)
    }

    /// `a/b`, the quotient of two literals being one number.
    fn divide(&self, left: Expr, right: Expr, span: Span) -> Result<Expr> {
        if right.is_zero_literal() {
            return Err(Diagnostic::input(ErrorCode::W0117, "division by zero")
                .at(Some(span))
                .label("the divisor is 0")
                .help("this quotient is defined nowhere; correct the denominator"));
        }
        let (Some(a), Some(b), false) = (left.as_num(), right.as_num(), self.kept()) else {
            return self.build(Node::Div(left, right), span);
        };
        let quotient = quotient(a, b);
        if too_long(quotient.numer()) || too_long(quotient.denom()) {
            return Err(Diagnostic::budget(
                ErrorCode::W0114,
                format!("a quotient of numbers has more digits than the limit {MAX_DIGITS}"),
            )
            .at(Some(span))
            .label("too many digits")
            .help("shorten the numbers"));
        }
        self.build(Node::Num(quotient), span)
    }

    fn atom(&mut self) -> Result<Expr> {
        let span = self.here();
        let Some(token) = self.peek().cloned() else {
            return Err(self.missing_operand());
        };
        match token {
            Token::Number(q) => {
                self.next += 1;
                self.build(Node::Num(q), span)
            }
            Token::Meta(name) => {
                self.next += 1;
                self.build(Node::Symbol(Symbol::Meta(name.into())), span)
            }
            Token::Open => {
                self.next += 1;
                self.enter(span)?;
                if self.peek() == Some(&Token::Close) {
                    return Err(
                        Diagnostic::input(ErrorCode::W0110, "the parentheses are empty")
                            .at(Some(span.join(self.here())))
                            .label("nothing inside")
                            .help("write an expression between them"),
                    );
                }
                let inner = self.expression(SUM)?;
                let end = self.close(span, &inner)?;
                self.nesting -= 1;
                // The span grows by the parentheses, so that errors underline what was written.
                Ok(Expr::with_span(inner.node().clone(), span.join(end)))
            }
            Token::Name(name) => {
                self.next += 1;
                self.named(&name, span)
            }
            _ => Err(self.missing_operand()),
        }
    }

    /// The closing parenthesis that belongs to the opening one at `open`.
    fn close(&mut self, open: Span, inner: &Expr) -> Result<Span> {
        let here = self.here();
        match self.lexemes.get(self.next) {
            Some(l) if l.token == Token::Close => {
                self.next += 1;
                Ok(here)
            }
            None => Err(unclosed(open)),
            Some(l) => Err(self.leftover(inner, l)),
        }
    }

    fn constant(&self, name: &str, span: Span) -> Option<Result<Expr>> {
        let node = match name {
            "x" => Node::Var,
            "pi" => Node::Pi,
            "e" => Node::E,
            _ => match self.vocabulary.parameters.get(name)? {
                Binding::Symbolic => Node::Symbol(Symbol::Parameter(name.into())),
                Binding::Value(value) => value.node().clone(),
            },
        };
        Some(self.build(node, span))
    }

    fn callee(&self, name: &str) -> Option<Callee<'a>> {
        if let Some(func) = Func::from_name(name) {
            return Some(Callee::Func(func));
        }
        match name {
            "max" => return Some(Callee::Max),
            "min" => return Some(Callee::Min),
            "where" => return Some(Callee::Where),
            "diff" => return Some(Callee::Diff),
            "compose" => return Some(Callee::Compose),
            _ => {}
        }
        let signature = self.vocabulary.signatures.find(name)?;
        // tanh, erf, ... stand in the catalogue too, but the tree has its own node for them.
        match Func::from_name(&signature.name) {
            Some(func) => Some(Callee::Func(func)),
            None => Some(Callee::Entry(signature)),
        }
    }

    /// A constant, the variable, or a call.
    fn named(&mut self, name: &str, span: Span) -> Result<Expr> {
        if let Some(found) = self.constant(name, span) {
            return found;
        }
        let called = self.peek() == Some(&Token::Open);
        let Some(callee) = self.callee(name) else {
            return Err(unknown(name, called, span, &self.vocabulary));
        };
        if !called {
            let shown = shorten(name);
            return Err(Diagnostic::input(
                ErrorCode::W0112,
                format!("the function `{shown}` has no argument"),
            )
            .at(Some(span))
            .label("an argument is missing")
            .help(match callee {
                Callee::Max | Callee::Min => format!("write `{shown}(a, b)`"),
                Callee::Where => "write `where(x > 0, a, b)`".to_owned(),
                Callee::Compose => "write `compose(f, g)`".to_owned(),
                _ if self.peek() == Some(&Token::Caret) => {
                    format!("a power of a value is written `{shown}(x)^2`")
                }
                _ => format!("write `{shown}(x)`"),
            }));
        }
        self.enter(span)?;
        let made = self.call(name, span, &callee);
        self.nesting -= 1;
        made
    }

    /// An expression, or the bare name of a function of one argument, which means that function of x.
    fn operand_or_function(&mut self) -> Result<Expr> {
        let span = self.here();
        let ends = matches!(self.peek_at(1), None | Some(Token::Comma | Token::Close));
        if let (true, Some(Token::Name(name))) = (ends, self.peek().cloned())
            && self.constant(&name, span).is_none()
        {
            let callee = self.callee(&name);
            if let Some(callee @ (Callee::Func(_) | Callee::Entry(_))) = callee {
                self.next += 1;
                let x = self.build(Node::Var, span)?;
                return self.apply(&name, span, span, &callee, vec![x]);
            }
        }
        self.expression(SUM)
    }

    /// The argument list of a call; the next token is its opening parenthesis.
    fn call(&mut self, name: &str, at: Span, callee: &Callee<'a>) -> Result<Expr> {
        let open = self.here();
        self.next += 1;
        let mut args: Vec<Expr> = Vec::new();
        let mut relation = None;
        if self.peek() == Some(&Token::Close) {
            let all = at.join(self.here());
            return Err(Diagnostic::input(
                ErrorCode::W0112,
                format!("the function `{}` has no argument", shorten(name)),
            )
            .at(Some(all))
            .label("an argument is missing")
            .help(format!("write `{}(x)`", shorten(name))));
        }
        loop {
            let whole_name = matches!(callee, Callee::Diff | Callee::Compose);
            args.push(if whole_name {
                self.operand_or_function()?
            } else {
                self.expression(SUM)?
            });
            if let (Callee::Where, 1, Some(Token::Compare(rel))) = (callee, args.len(), self.peek())
                && relation.is_none()
            {
                relation = Some(*rel);
                self.next += 1;
                continue;
            }
            let last = &args[args.len() - 1];
            match self.lexemes.get(self.next) {
                Some(l) if l.token == Token::Comma => self.next += 1,
                Some(l) if l.token == Token::Close => {
                    let end = l.span;
                    self.next += 1;
                    return match callee {
                        Callee::Where => self.piecewise(at.join(end), relation, args),
                        _ => self.apply(name, at, at.join(end), callee, args),
                    };
                }
                None => return Err(unclosed(open)),
                Some(l) => return Err(self.leftover(last, l)),
            }
        }
    }

    fn piecewise(&self, span: Span, relation: Option<Relation>, args: Vec<Expr>) -> Result<Expr> {
        let example =
            "write `where(x > 0, a, b)`: the value is a where the comparison holds, else b";
        let Some(relation) = relation else {
            return Err(
                Diagnostic::input(ErrorCode::W0118, "`where` starts with a comparison")
                    .at(args.first().and_then(Expr::span))
                    .label("no comparison")
                    .help(example),
            );
        };
        let count = args.len() - 1;
        match <[Expr; 4]>::try_from(args) {
            Ok(parts) => self.build(Node::Where(relation, parts), span),
            Err(_) => Err(wrong_count("where", span, "3 arguments", count, example)),
        }
    }

    /// The node of a call with its arguments.
    fn apply(
        &mut self,
        name: &str,
        at: Span,
        span: Span,
        callee: &Callee<'a>,
        args: Vec<Expr>,
    ) -> Result<Expr> {
        let count = args.len();
        let mut it = args.into_iter();
        let node = match (callee, count, it.next(), it.next()) {
            (Callee::Entry(signature), _, Some(first), second) => {
                let rest = second.into_iter().chain(it).collect();
                self.entry(name, at, span, signature, first, rest)?
            }
            (Callee::Func(func), 1, Some(a), _) => Node::Func(*func, a),
            (Callee::Diff, 1, Some(a), _) => Node::Diff(a),
            (Callee::Max, 2, Some(a), Some(b)) => Node::Max(a, b),
            (Callee::Min, 2, Some(a), Some(b)) => Node::Min(a, b),
            (Callee::Compose, 2, Some(a), Some(b)) => Node::Compose(a, b),
            (Callee::Max | Callee::Min, ..) => {
                let help = format!("write `{name}(a, b)`; of three, `{name}(a, {name}(b, c))`");
                return Err(wrong_count(name, span, "2 arguments", count, &help));
            }
            (Callee::Compose, ..) => {
                let help = "write `compose(f, g)` for f(g(x))";
                return Err(wrong_count(name, span, "2 arguments", count, help));
            }
            _ => {
                let help = format!("write `{name}(x)`");
                return Err(wrong_count(name, span, "1 argument", count, &help));
            }
        };
        self.build(node, span)
    }

    /// A call of a catalogue entry: the parameters that the text leaves out take the declared
    /// parameter of that name, else the default, and a note says so.
    fn entry(
        &mut self,
        name: &str,
        at: Span,
        span: Span,
        signature: &Signature,
        first: Expr,
        rest: Vec<Expr>,
    ) -> Result<Node> {
        let given = rest.len();
        if given > signature.parameters.len() {
            let (want, help) = if signature.parameters.is_empty() {
                ("1 argument".to_owned(), format!("write `{name}(x)`"))
            } else {
                let names: Vec<&str> = signature.parameters.iter().map(|p| &*p.name).collect();
                (
                    format!("1 to {} arguments", names.len() + 1),
                    format!("write `{name}(x)` or `{name}(x, {})`", names.join(", ")),
                )
            };
            return Err(wrong_count(name, span, &want, given + 1, &help));
        }
        // Someone who names the framework or writes all parameters knows which function it is.
        let explicit = given > 0 && given == signature.parameters.len();
        if !name.contains("::")
            && !explicit
            && let Some(note) = &signature.ambiguity
        {
            self.note(note.clone());
        }
        let mut args = vec![first];
        for (i, value) in rest.into_iter().enumerate() {
            let parameter = &signature.parameters[i];
            if !is_constant(&value) {
                return Err(Diagnostic::input(
                    ErrorCode::W0120,
                    format!("the parameter {} of `{name}` contains x", parameter.name),
                )
                .at(value.span())
                .label("not a constant")
                .help("parameters of catalogue functions are constants; write the formula out"));
            }
            (self.vocabulary.judge)(parameter, name, &value).map_err(|d| {
                let place = value.span();
                d.at(place)
            })?;
            args.push(value);
        }
        for parameter in &signature.parameters[given..] {
            let value = match self.vocabulary.parameters.get(&parameter.name) {
                Some(Binding::Symbolic) => {
                    self.note(format!(
                        "{name}: {0} is the declared parameter {0}",
                        parameter.name
                    ));
                    Node::Symbol(Symbol::Parameter(parameter.name.as_str().into()))
                }
                Some(Binding::Value(value)) => {
                    self.note(format!("{name}: {} = {value} (declared)", parameter.name));
                    value.node().clone()
                }
                None => {
                    self.note(format!(
                        "{name}: {0} = {1} (the default); write `{name}(x, ...)` or declare `--param {0}` to change it",
                        parameter.name, parameter.default
                    ));
                    parameter.default.node().clone()
                }
            };
            let value = Expr::with_span(value, at);
            (self.vocabulary.judge)(parameter, name, &value).map_err(|d| d.at(Some(at)))?;
            args.push(value);
        }
        Ok(Node::Named(signature.name.as_str().into(), args))
    }

    fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// A token follows a complete operand where only an operator may.
    fn leftover(&self, operand: &Expr, lexeme: &Lexeme) -> Diagnostic {
        let quote = |span: Span| shorten(self.text.get(span.start..span.end).unwrap_or(""));
        match lexeme.token {
            Token::Close => {
                Diagnostic::input(ErrorCode::W0108, "a closing parenthesis has no opening one")
                    .at(Some(lexeme.span))
                    .label("nothing to close")
                    .help("remove it, or add `(` before")
            }
            Token::Comma => {
                Diagnostic::input(ErrorCode::W0110, "a comma stands outside an argument list")
                    .at(Some(lexeme.span))
                    .label("unexpected comma")
                    .help("a decimal point is a point: write 0.5")
            }
            Token::Compare(_) => {
                Diagnostic::input(ErrorCode::W0118, "a comparison stands outside `where`")
                    .at(Some(lexeme.span))
                    .label("unexpected comparison")
                    .help("compare only as in `where(x > 0, a, b)`, once")
            }
            _ => {
                let last = self.before();
                let span = last.join(lexeme.span);
                let operand = self.span_of(operand);
                let whole = operand.join(lexeme.span);
                let short = whole.end.saturating_sub(whole.start) <= 24;
                let left = if short { operand } else { last };
                Diagnostic::input(ErrorCode::W0109, "multiplication must be written out")
                    .at(Some(span))
                    .label("an operator is missing")
                    .help(format!(
                        "write `{}*{}` with `*` for a product",
                        quote(left),
                        quote(lexeme.span)
                    ))
            }
        }
    }

    /// No operand stands where one must.
    fn missing_operand(&self) -> Diagnostic {
        let before = self.next.checked_sub(1).map(|i| &self.lexemes[i]);
        let after = self.lexemes.get(self.next);
        match (before, after) {
            (None, Some(l)) if l.token == Token::Close => {
                Diagnostic::input(ErrorCode::W0108, "a closing parenthesis has no opening one")
                    .at(Some(l.span))
                    .label("nothing to close")
                    .help("remove it, or add `(` before")
            }
            (Some(l), None) if l.token == Token::Open => unclosed(l.span),
            (_, Some(l)) if l.token == Token::Plus => {
                Diagnostic::input(ErrorCode::W0110, "`+` has no left operand")
                    .at(Some(l.span))
                    .label("an operand is missing")
                    .help("remove it; there is no unary plus")
            }
            (Some(l), None) => Diagnostic::input(ErrorCode::W0110, "the expression ends too early")
                .at(Some(l.span))
                .label("an operand is missing after this")
                .help("complete or remove the last operator"),
            (_, Some(l)) => Diagnostic::input(ErrorCode::W0110, "an operand is missing")
                .at(Some(l.span))
                .label("an operand is missing before this")
                .help("write a number, x, a function call or a parenthesis here"),
            (None, None) => Diagnostic::input(ErrorCode::W0101, "the expression is empty"),
        }
    }
}

fn unclosed(open: Span) -> Diagnostic {
    Diagnostic::input(ErrorCode::W0108, "an opening parenthesis is never closed")
        .at(Some(open))
        .label("never closed")
        .help("add `)`")
}

fn wrong_count(name: &str, span: Span, want: &str, got: usize, help: &str) -> Diagnostic {
    Diagnostic::input(
        ErrorCode::W0111,
        format!("`{name}` takes {want}, not {got}"),
    )
    .at(Some(span))
    .label("wrong number of arguments")
    .help(help)
}

/// `a/b` in lowest terms (`b` nonzero); cancels crosswise, which is cheap when one factor is short.
fn quotient(a: &BigRational, b: &BigRational) -> BigRational {
    if a.is_zero() {
        return a.clone();
    }
    let over = gcd(a.numer(), b.numer());
    let under = gcd(a.denom(), b.denom());
    let mut num: BigInt = (a.numer() / &over) * (b.denom() / &under);
    let mut den: BigInt = (a.denom() / &under) * (b.numer() / &over);
    if den < BigInt::zero() {
        num = -num;
        den = -den;
    }
    BigRational::new_raw(num, den)
}
