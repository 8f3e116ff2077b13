//! Who a jail is. Where the grader is root, a tenant is a user of his own, and cannot become anybody else.

use super::spec::Identity;
use rustix::process::{Gid, Uid, getegid, geteuid, getgid, getgroups, getuid};
use rustix::thread::{
    CapabilitySet, CapabilitySets, capabilities, remove_capability_from_bounding_set, set_capabilities,
    set_thread_groups, set_thread_res_gid, set_thread_res_uid,
};

/// The user of the first tenant. Below are people and services; from 65534 on come names with a meaning.
const FIRST: u32 = 60_000;
/// So many users there are.
const MOST: u32 = 5_000;

/// The number of whoever grades.
pub fn user() -> u32 {
    geteuid().as_raw()
}

/// The user of a tenant.
pub fn of_tenant(number: u32) -> u32 {
    FIRST + number % MOST
}

/// May this process become somebody else, and make others owners of files?
pub fn may_choose() -> bool {
    let needed = CapabilitySet::SETUID | CapabilitySet::SETGID | CapabilitySet::CHOWN | CapabilitySet::KILL;
    let able = capabilities(None).is_ok_and(|sets| sets.effective.contains(needed));
    geteuid().is_root() && able && ["uid", "gid"].iter().all(|which| mapped(which))
}

/// In a container, are there such users at all?
fn mapped(which: &str) -> bool {
    let map = std::fs::read_to_string(format!("/proc/self/{which}_map")).unwrap_or_default();
    map.lines().any(|line| {
        let numbers: Vec<u64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        matches!(numbers[..], [first, _, count] if first <= FIRST.into() && u64::from(FIRST + MOST) <= first + count)
    })
}

/// Becomes who the jail is to be, and makes sure that this cannot be undone.
pub fn assume(identity: Identity) -> Result<(), String> {
    let wrong = |what: &'static str| move |error: rustix::io::Errno| format!("{what}: {error}");
    match identity {
        Identity::Same => return Ok(()),
        Identity::Private(number) => {
            let (uid, gid) = (Uid::from_raw(number), Gid::from_raw(number));
            drop_bounds();
            set_thread_groups(&[]).map_err(wrong("groups stay"))?;
            set_thread_res_gid(gid, gid, gid).map_err(wrong("the group stays"))?;
            set_thread_res_uid(uid, uid, uid).map_err(wrong("the user stays"))?;
            let is = getuid() == uid && geteuid() == uid && getgid() == gid && getegid() == gid;
            let back = set_thread_res_uid(Uid::ROOT, Uid::ROOT, Uid::ROOT).is_ok()
                || set_thread_res_gid(Gid::ROOT, Gid::ROOT, Gid::ROOT).is_ok();
            if !is || back || !getgroups().is_ok_and(|groups| groups.is_empty()) {
                return Err("the user can be changed back".into());
            }
        }
        Identity::Powerless => {
            drop_bounds();
            // what may be read is decided by the view of files, and that must not fail where a folder is another user's
            let kept = CapabilitySet::DAC_READ_SEARCH;
            let sets = CapabilitySets { effective: kept, permitted: kept, inheritable: CapabilitySet::empty() };
            set_thread_groups(&[]).map_err(wrong("groups stay"))?;
            set_capabilities(None, sets).map_err(wrong("powers stay"))?;
        }
    }
    let left = capabilities(None).map_err(wrong("powers cannot be read"))?.permitted;
    match left.difference(CapabilitySet::DAC_READ_SEARCH).is_empty() {
        true => Ok(()),
        false => Err("powers stay".into()),
    }
}

/// No program that is started later has any power, either.
fn drop_bounds() {
    for capability in CapabilitySet::all().difference(CapabilitySet::DAC_READ_SEARCH).iter() {
        // a kernel may not know it, and without the power to drop powers there are none to be had
        let _ = remove_capability_from_bounding_set(capability);
    }
}
