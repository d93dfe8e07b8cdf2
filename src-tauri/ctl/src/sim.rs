//! `sim`: the simulators on their own.

use std::path::PathBuf;

use simulators::{Fault, Options, StartError};

use crate::out::{self, Exit, Stop};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Port of the phone system; any free one if not given.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    threecx_port: u16,
    /// Port of the org; any free one if not given.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    salesforce_port: u16,
    /// Port of the control interface, which lists itself at GET /.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    control_port: u16,
    /// Speak TLS, with the certificate given or a fresh one.
    #[arg(long)]
    tls: bool,
    /// Certificate chain and key, PEM files.
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
    /// People and companies in the org.
    #[arg(long, value_name = "N")]
    people: Option<usize>,
    /// Start with this fault; may be given several times. GET /faults lists them.
    #[arg(long = "fault", value_name = "NAME[=VALUE]")]
    faults: Vec<Fault>,
}

pub(crate) async fn run(args: Args) -> Result<Exit, Stop> {
    let mut options = Options {
        threecx_port: args.threecx_port,
        salesforce_port: args.salesforce_port,
        control_port: args.control_port,
        tls: args.tls,
        cert: args.cert.zip(args.key),
        faults: args.faults,
        ..Options::default()
    };
    if let Some(people) = args.people {
        options.people = people;
    }
    let simulators = match simulators::start(options).await {
        Ok(simulators) => simulators,
        Err(StartError::Fault(error)) => return Err(Stop::new(Exit::BadUsage, error.to_string())),
        Err(error) => return Err(error.into()),
    };
    out::json(simulators.ready());
    out::interrupted().await;
    simulators.stop().await;
    Ok(Exit::Ok)
}
