//! What comes next, of whatever stands.

use proptest::prelude::*;
use rollbook_domain::{CommandId, MemberId};
use rollbook_offline::{
    Step,
    plan::{Copied, Open, View, next, together},
};
use std::collections::HashSet;

fn copies() -> impl Strategy<Value = Copied> {
    prop_oneof![Just(Copied::None), Just(Copied::Members), Just(Copied::Log), Just(Copied::News), Just(Copied::Whole)]
}

const fn id(n: u8) -> [u8; 16] {
    [n; 16]
}

prop_compose! {
    fn entries()(all in prop::collection::vec((0u8..4, any::<bool>(), any::<bool>()), 0..8)) -> Vec<Open> {
        let open = |(at, (member, conflict, shown)): (usize, (u8, bool, bool))| Open {
            command: CommandId::from_slice(&id(u8::try_from(at).unwrap())).unwrap(),
            member: MemberId::from_slice(&id(member)).unwrap(),
            conflict,
            shown,
        };
        all.into_iter().enumerate().map(open).collect()
    }
}

proptest! {
    #[test]
    fn r33_nothing_is_sent_past_what_came_before_it_about_the_same_person(
        online: bool, copied in copies(), overlaid: bool, current: bool, queue in entries(), stuck in prop::collection::hash_set(0u8..4, 0..3),
    ) {
        let stuck: HashSet<MemberId> = stuck.into_iter().map(|n| MemberId::from_slice(&id(n)).unwrap()).collect();
        let view = View { online, copied, overlaid, current, queue: &queue, stuck: &stuck };
        match next(&view) {
            Step::Send(command) => {
                let at = queue.iter().position(|open| open.command == command).unwrap();
                prop_assert!(online && !overlaid && !queue[at].conflict);
                prop_assert!(queue[..at].iter().all(|earlier| earlier.member != queue[at].member));
                let all = together(&view, 3);
                prop_assert!(all.first() == Some(&command) && all.len() <= 3);
                for one in all {
                    let at = queue.iter().position(|open| open.command == one).unwrap();
                    prop_assert!(!queue[at].conflict && !stuck.contains(&queue[at].member));
                    prop_assert!(queue[..at].iter().all(|earlier| earlier.member != queue[at].member));
                }
            }
            Step::PutOn(command) => {
                let open = queue.iter().find(|open| open.command == command).unwrap();
                prop_assert!(!online && copied == Copied::Whole && !open.conflict && !open.shown);
            }
            Step::TakeOff => prop_assert!(online && overlaid),
            Step::Begin | Step::Members | Step::Log | Step::News => prop_assert!(online && !overlaid, "nothing newer is written under what waits"),
            Step::Rest if online => {
                prop_assert!(!overlaid && copied == Copied::Whole && current);
                for (at, open) in queue.iter().enumerate() {
                    let held = open.conflict || stuck.contains(&open.member)
                        || queue[..at].iter().any(|earlier| earlier.member == open.member);
                    prop_assert!(held, "whoever can go, goes");
                }
            }
            Step::Rest => prop_assert!(copied != Copied::Whole || queue.iter().all(|open| open.conflict || open.shown)),
        }
    }
}
