//! The sample phone system: who has which extension and devices. Plain data.

/// The extension of the agent whose desk is played.
pub const AGENT: &str = "812";
pub const QUEUE: &str = "800";
pub const RING_GROUP: &str = "801";
/// Calls from and to the public network show this DN as the other party (`3cx.md` 2.2).
pub const TRUNK: &str = "10000";
/// The API client: its id is also the DN of its route point (`3cx.md` 1.1).
pub const CLIENT_ID: &str = "900";
pub const API_KEY: &str = "tAxW4cSnVpQ2mJ8rHf6yLk0sZd3uBe9g";
pub const MAIN_DID: &str = "+4930555800";

#[derive(Debug, Clone, Copy)]
pub struct Device {
    pub id: &'static str,
    pub user_agent: &'static str,
    /// 3CX apps and uaCSTA phones only (`3cx.md` 2.2).
    pub direct_control: bool,
}

#[derive(Debug, Clone, Copy)]
pub struct Extension {
    /// The row id in the configuration API.
    pub id: u32,
    pub number: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub email: &'static str,
    pub devices: &'static [Device],
    /// In the API client's "extensions to monitor".
    pub monitored: bool,
}

impl Extension {
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// A DN that is not a person.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub number: &'static str,
    pub name: &'static str,
    /// As in `party_dn_type`.
    pub dn_type: &'static str,
    /// As in the `Type` of `/Peers`.
    pub peer_type: &'static str,
    pub members: &'static [&'static str],
}

const DESKTOP_APP: &str = "3CX Desktop";

pub const EXTENSIONS: &[Extension] = &[
    Extension {
        id: 29,
        number: AGENT,
        first_name: "Mara",
        last_name: "Lindqvist",
        email: "mara.lindqvist@nordwind.example",
        devices: &[
            Device { id: "sip:812@127.0.0.1:5483", user_agent: DESKTOP_APP, direct_control: true },
            Device {
                id: "sip:812@192.168.1.50:5060",
                user_agent: "Yealink SIP-T54W 96.86.0.100",
                direct_control: false,
            },
        ],
        monitored: true,
    },
    Extension {
        id: 30,
        number: "813",
        first_name: "Tom",
        last_name: "Ito",
        email: "tom.ito@nordwind.example",
        devices: &[Device {
            id: "sip:813+web@127.0.0.1:5488",
            user_agent: "3CX WebClient",
            direct_control: true,
        }],
        monitored: true,
    },
    Extension {
        id: 31,
        number: "814",
        first_name: "Anna",
        last_name: "Roth",
        email: "Anna.Roth@nordwind.example",
        devices: &[Device { id: "sip:814@127.0.0.1:5491", user_agent: DESKTOP_APP, direct_control: true }],
        monitored: true,
    },
    Extension {
        id: 33,
        number: "815",
        first_name: "Jonas",
        last_name: "Weber",
        email: "jonas.weber@nordwind.example",
        devices: &[Device { id: "sip:815@127.0.0.1:5494", user_agent: DESKTOP_APP, direct_control: true }],
        monitored: true,
    },
    Extension {
        id: 36,
        number: "820",
        first_name: "Sara",
        last_name: "Nowak",
        email: "sara.nowak@nordwind.example",
        devices: &[Device {
            id: "sip:820@192.168.1.61:5060",
            user_agent: "snomD785/10.1.175",
            direct_control: false,
        }],
        monitored: true,
    },
    Extension {
        id: 41,
        number: "829",
        first_name: "Meeting",
        last_name: "Room",
        email: "",
        devices: &[],
        monitored: false,
    },
];

pub const LINES: &[Line] = &[
    Line {
        number: QUEUE,
        name: "Support queue",
        dn_type: "Wqueue",
        peer_type: "Queue",
        members: &[AGENT, "813", "814"],
    },
    Line {
        number: RING_GROUP,
        name: "Sales line",
        dn_type: "Wringgroup",
        peer_type: "RingGroup",
        members: &[AGENT, "813", "815"],
    },
    Line {
        number: CLIENT_ID,
        name: "Ringside",
        dn_type: "Wroutepoint",
        peer_type: "RoutePoint",
        members: &[],
    },
    Line {
        number: TRUNK,
        name: "Nordwind trunk",
        dn_type: "Wexternalline",
        peer_type: "ExternalLine",
        members: &[],
    },
];

#[must_use]
pub fn extension(number: &str) -> Option<&'static Extension> {
    EXTENSIONS.iter().find(|extension| extension.number == number)
}

/// A queue or a ring group.
#[must_use]
pub fn group(number: &str) -> Option<&'static Line> {
    LINES.iter().find(|line| line.number == number && !line.members.is_empty())
}
