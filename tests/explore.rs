use wronski::expr::{parse, Parameters};
use wronski::tower::{*, interpret::Interpreter};
use wronski::family::*;
#[test]
fn explore() {
    for name in ["sigmoid","tanh","silu","softplus","gelu","swish","mish","swishb","swish2", "jax::gelu", "softplus(2*x)", "sigmoid(x)^2"] {
        let mut params = Parameters::new();
        if name=="swishb" { params.declare("beta").unwrap(); }
        if name=="swish2" { params.declare("beta=2").unwrap(); }
        let n = if name.starts_with("swish") {"swish"} else {name};
        let e = parse(n, &params).unwrap().expr;
        let t0 = std::time::Instant::now();
        let r = Tower::build(Budget::default(), |t| { let s = Interpreter::new().read(t,&e)?; let j = Jet::new(t,&s)?; Ok((s,j)) });
        let (t, (_s, j)) = match r { Ok(v)=>v, Err(e)=>{ println!("{name}: {e:?}"); continue} };
        println!("== {name} tower {:?}", t0.elapsed());
        for v in t.variables() { println!("   {} = {:?}", v.symbol, match &v.kind { Kind::Exp{argument} => format!("exp({})", t.print(argument)), Kind::Log{argument} => format!("log({})", t.print(argument)), Kind::Erf{argument,..} => format!("erf({})", t.print(argument)), k=>format!("{k:?}")}); }
        for (fname, f) in [("B2", b2(&j.inner)), ("G3", gradient3(&j)), ("B3", b3(&j))] {
            let t0 = std::time::Instant::now();
            let d = decide(&t, &f);
            match d {
                Ok(r) => { println!("  {fname} rank {} of {} {:?} conditions {:?}", r.rank, f.len(), t0.elapsed(), r.conditions.iter().map(|c| match c {Condition::NonZero(p)=>t.print_poly(p), Condition::Other(s)=>s.clone()}).collect::<Vec<_>>());
                  for rel in &r.relations { let s: Vec<String> = rel.coefficients.iter().zip(&f.members).filter(|(c,_)| !c.is_zero()).map(|(c,m)| format!("({})*{}", t.print(c), m.label)).collect(); println!("      {}", s.join(" + ")); } }
                Err(b) => println!("  {fname} {b:?}"),
            }
            if fname=="B2" { let t0 = std::time::Instant::now(); let w = f.expand(&t).and_then(|e| wronskian(&t,&e)).and_then(|w| { println!("   raw {} terms {:?}", w.num.len(), t0.elapsed()); FactoredElement::new(&t,&w)}); match w { Ok(w)=>println!("  W = {} {:?}", w.print(&t).chars().take(300).collect::<String>(), t0.elapsed()), Err(e)=>println!("  W: {e:?} {:?}", t0.elapsed())} }
            let t0 = std::time::Instant::now();
            println!("  series W {:?} {:?}", series_wronskian(&t,&f,1).map(|w| w.2), t0.elapsed());
        }
    }
}
