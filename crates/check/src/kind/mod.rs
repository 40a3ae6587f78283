//! The kinds of variables: a kind is one file, found through one table. There stand how it is read, what has to be
//! shown so that it is new, its derivative, how it is written as an expression, and how it is found again: the same
//! function of another argument, or of a constant.

pub(crate) mod absolute;
pub(crate) mod arctangent;
pub(crate) mod constant_root;
pub(crate) mod erf;
pub(crate) mod exp;
pub(crate) mod exp_constant;
pub(crate) mod log;
pub(crate) mod log_constant;
pub(crate) mod pi;
pub(crate) mod prime_root;
pub(crate) mod reading;
pub(crate) mod root;
pub(crate) mod tangent;
pub(crate) mod value;

use crate::element::Elem;
use crate::failure::Checked;
use crate::space::Kind;
use reading::Reading;
use wronski_certificate::VariableKind;

/// The table: what the next variable of a tower stands for, and its derivative.
///
/// # Errors
/// It is not written as it has to be, or is not shown to be new.
pub(crate) fn read(r: &mut Reading<'_>) -> Checked<(Kind, Elem)> {
    let record = r.record;
    let constant = match &record.kind {
        VariableKind::X => {
            r.named("x".into())?;
            return Ok((Kind::X, Elem::one()));
        }
        VariableKind::Parameter => {
            if !r.symbolic.contains(&record.symbol.as_str()) {
                return Err("this is no declared symbolic parameter".into());
            }
            Kind::Parameter
        }
        VariableKind::SqrtPi => pi::read(r)?,
        VariableKind::Sqrt { radicand } => prime_root::read_square(r, radicand)?,
        VariableKind::RootConstant { degree, radicand } => prime_root::read(r, *degree, radicand)?,
        VariableKind::TanConstant { argument } => tangent::read_constant(r, argument)?,
        VariableKind::AtanConstant { prime } => arctangent::read_constant(r, prime)?,
        VariableKind::ExpConstant { exponent } => exp_constant::read(r, exponent)?,
        VariableKind::ExpParameter { factor, parameter } => {
            exp_constant::read_parameter(r, factor, parameter)?
        }
        VariableKind::LogConstant { prime } => log_constant::read(r, prime)?,
        VariableKind::ErfConstant { argument } => erf::read_constant(r, argument)?,
        VariableKind::Exp { argument, witness } => return exp::read(r, argument, witness),
        VariableKind::Log { argument, witness } => return log::read(r, argument, witness),
        VariableKind::Tan { argument, witness } => return tangent::read(r, argument, witness),
        VariableKind::Atan { argument, witness } => return arctangent::read(r, argument, witness),
        VariableKind::Erf {
            argument,
            gaussian,
            witness,
        } => return erf::read(r, argument, gaussian, witness),
        VariableKind::Root {
            degree,
            argument,
            witness,
        } => return root::read(r, *degree, argument, witness),
    };
    Ok((constant, Elem::zero()))
}
