//! C18, one ceiling on every path: whatever could confer a right is refused for an administrator who
//! lacks it, and leaves nothing behind.

use crate::{
    asks::{
        self, delete_role, edit_group, edit_role, give, grant, group, hold, may, new_group, new_role, permission, role,
        role_named, take,
    },
    editing::edit_of,
    tables::tables,
};
use rollbook_directory::{
    Desk, DirectoryError, Task,
    contract::{ChangeHoldings, EditUser, InviteUser, Outcome},
};
use rollbook_domain::{
    Code, GroupId, MemberId, RoleId, Timestamp,
    command::Action,
    holding::{Holding, Period},
    member::{AccessMode, Tier},
    time::DAY,
};
use rollbook_testkit::{Bench, Dump, Engine, MORNING, contract};

contract![
    c18_an_invitation_gives_nothing_that_the_inviter_lacks,
    c18_an_edit_gives_nothing_that_the_editor_lacks,
    c18_holdings_give_nothing_that_the_giver_lacks,
    c18_roles_and_groups_carry_nothing_that_their_maker_lacks,
    c18_an_import_gives_nothing_that_the_importer_lacks,
    c18_an_undo_gives_nothing_that_who_undoes_lacks,
    c22_an_acceptance_gives_nothing_that_the_inviter_has_lost,
    c18_what_begins_later_gives_nothing_that_its_giver_lacks,
    c23_rights_by_roles_and_groups_count_for_rank,
    r13_only_super_admins_and_the_owner_give_super_admin,
];

/// What Bo has, and what Bo lacks.
const HAS: &str = "contacts.view";
const LACKS: &str = "documents.manage";

/// Bo administers with one permission; the roles Small and Big and the groups Few and Many carry what
/// Bo has and what Bo lacks; Ann is a user with nothing.
struct Stage {
    bench: Bench,
    bo: MemberId,
    ann: MemberId,
    big: RoleId,
    small: RoleId,
    many: GroupId,
    few: GroupId,
}

impl Stage {
    async fn open(engine: Engine) -> Self {
        let bench = Bench::open(engine).await;
        let small = role(&bench, "Small", &[HAS]).await;
        let big = role(&bench, "Big", &[HAS, LACKS]).await;
        let (few, many) = (group(&bench, "Few", &[HAS]).await, group(&bench, "Many", &[LACKS]).await);
        let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::Custom).await;
        let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
        hold(&bench, &give(&bench, &[grant(HAS)], &[bo])).await;
        Self { bench, bo, ann, big, small, many, few }
    }

    fn bo(&self) -> Desk {
        self.bench.desk_of(self.bo)
    }

    /// Everything that Bo lacks, in each form that can be held.
    fn too_much(&self) -> [Holding; 3] {
        [Holding::Role(self.big), Holding::Group(self.many), grant(LACKS)]
    }

    /// What Bo has, in each form.
    fn enough(&self) -> [Holding; 3] {
        [Holding::Role(self.small), Holding::Group(self.few), grant(HAS)]
    }
}

/// Refused by the ceiling, whole or for the one whom it was about.
fn ceiling(answer: Result<Outcome, DirectoryError>) {
    assert_eq!(code(answer), Some(Code::Ceiling));
}

fn code(answer: Result<Outcome, DirectoryError>) -> Option<Code> {
    match answer {
        Ok(outcome) => outcome.refusals.first().map(|refused| refused.refusal.code),
        Err(DirectoryError::Refused(refusal)) => Some(refusal.code),
        Err(other) => panic!("{other:?}"),
    }
}

/// But for answers that were kept, nothing changed.
fn unchanged(before: &Dump, after: &Dump) {
    for table in
        ["event", "member", "holding", "member_grp", "role", "role_permission", "grp", "grp_permission", "package"]
    {
        assert_eq!(after.table(table), before.table(table), "{table}");
    }
}

async fn c18_an_invitation_gives_nothing_that_the_inviter_lacks(engine: Engine) {
    let stage = Stage::open(engine).await;
    let bench = &stage.bench;
    let before = bench.dump().await;
    let invite = || bench.invitation("Cy Lee", "cy@nordlys.example");
    ceiling(stage.bo().invite(&InviteUser { roles: vec![stage.big], ..invite() }).await);
    ceiling(stage.bo().invite(&InviteUser { groups: vec![stage.many], ..invite() }).await);
    ceiling(stage.bo().invite(&InviteUser { grants: vec![permission(LACKS)], ..invite() }).await);
    ceiling(stage.bo().invite(&InviteUser { access: AccessMode::All, ..invite() }).await);
    let owner = stage.bo().invite(&InviteUser { tier: Tier::Owner, ..invite() }).await;
    assert_eq!(code(owner), Some(Code::OwnerFixed), "R15");
    assert_eq!(bench.dump().await, before);
    let ask = InviteUser {
        roles: vec![stage.small],
        groups: vec![stage.few],
        grants: vec![permission(HAS)],
        tier: Tier::Admin,
        ..invite()
    };
    assert_eq!(stage.bo().invite(&ask).await.unwrap().refused, 0, "what Bo has, Bo gives");
}

async fn c18_an_edit_gives_nothing_that_the_editor_lacks(engine: Engine) {
    let stage = Stage::open(engine).await;
    let bench = &stage.bench;
    let edit = edit_of(bench, stage.ann).await;
    let fresh = || EditUser { command: bench.command(), ..edit.clone() };
    let before = bench.dump().await;
    ceiling(stage.bo().edit(&EditUser { roles: Some(vec![stage.big]), ..fresh() }).await);
    ceiling(stage.bo().edit(&EditUser { groups: Some(vec![stage.many]), ..fresh() }).await);
    ceiling(stage.bo().edit(&EditUser { grants: Some(vec![permission(LACKS)]), ..fresh() }).await);
    ceiling(stage.bo().edit(&EditUser { access: Some(AccessMode::All), ..fresh() }).await);
    let owner = stage.bo().edit(&EditUser { tier: Some(Tier::Owner), ..fresh() }).await;
    assert_eq!(code(owner), Some(Code::OwnerFixed));
    let myself = EditUser { grants: Some(vec![permission(LACKS)]), ..edit_of(bench, stage.bo).await };
    assert_eq!(code(stage.bo().edit(&myself).await), Some(Code::Yourself), "R17");
    assert_eq!(bench.dump().await, before);
    let ask = EditUser { roles: Some(vec![stage.small]), groups: Some(vec![stage.few]), ..fresh() };
    assert_eq!(stage.bo().edit(&ask).await.unwrap().refused, 0);
}

async fn c18_holdings_give_nothing_that_the_giver_lacks(engine: Engine) {
    let stage = Stage::open(engine).await;
    let bench = &stage.bench;
    let task = Task::unwatched();
    let before = bench.dump().await;
    for what in stage.too_much() {
        ceiling(stage.bo().change_holdings(&give(bench, std::slice::from_ref(&what), &[stage.ann]), &task).await);
        let later = Period { from: Some(Timestamp(MORNING.0 + DAY)), until: None };
        let ask = ChangeHoldings { period: later, ..give(bench, std::slice::from_ref(&what), &[stage.ann]) };
        ceiling(stage.bo().change_holdings(&ask, &task).await);
        let myself = stage.bo().change_holdings(&give(bench, &[what], &[stage.bo]), &task).await;
        assert_eq!(code(myself), Some(Code::Yourself), "R17");
    }
    unchanged(&before, &bench.dump().await);
    // Lifting a restriction gives as well.
    let restriction = Holding::Restriction(permission(LACKS));
    hold(bench, &give(bench, &[grant(LACKS), restriction.clone()], &[stage.ann])).await;
    let before = bench.dump().await;
    ceiling(stage.bo().change_holdings(&take(bench, std::slice::from_ref(&restriction), &[stage.ann]), &task).await);
    // And so does an end to it.
    let until = Period { from: None, until: Some(Timestamp(MORNING.0 + DAY)) };
    let ask = ChangeHoldings { period: until, ..give(bench, &[restriction], &[stage.ann]) };
    ceiling(stage.bo().change_holdings(&ask, &task).await);
    unchanged(&before, &bench.dump().await);
    let outcome = stage.bo().change_holdings(&give(bench, &stage.enough(), &[stage.ann]), &task).await.unwrap();
    assert_eq!((outcome.done, outcome.refused), (1, 0), "what Bo has, Bo gives");
}

async fn c18_roles_and_groups_carry_nothing_that_their_maker_lacks(engine: Engine) {
    let stage = Stage::open(engine).await;
    let bench = &stage.bench;
    let bo = stage.bo();
    let task = Task::unwatched();
    let before = bench.dump().await;
    ceiling(bo.create_role(&new_role(bench, "Mine", &[LACKS])).await);
    // A clone is a new role with what the other carries.
    ceiling(bo.create_role(&new_role(bench, "Copy of Big", &[HAS, LACKS])).await);
    ceiling(bo.edit_roles(&edit_role(bench, stage.small, &[LACKS], &[]).await).await);
    ceiling(bo.create_group(&new_group(bench, "Mine", &[LACKS])).await);
    ceiling(bo.edit_group(&edit_group(bench, stage.few, &[LACKS], &[]).await).await);
    // What carries more stands above Bo, so that Bo takes nothing from it either.
    let answer = bo.edit_roles(&edit_role(bench, stage.big, &[], &[LACKS]).await).await;
    assert_eq!(code(answer), Some(Code::RankTooLow));
    let answer = bo.edit_group(&edit_group(bench, stage.many, &[], &[LACKS]).await).await;
    assert_eq!(code(answer), Some(Code::RankTooLow));
    assert_eq!(code(bo.delete_role(&delete_role(bench, stage.big), &task).await), Some(Code::RankTooLow));
    assert_eq!(bench.dump().await, before);
    bo.create_role(&new_role(bench, "Mine", &[HAS])).await.unwrap();
    bo.delete_role(&delete_role(bench, stage.small), &task).await.unwrap();
}

async fn c18_an_import_gives_nothing_that_the_importer_lacks(engine: Engine) {
    let stage = Stage::open(engine).await;
    let bench = &stage.bench;
    let before = bench.dump().await;
    for csv in [
        "email,first_name,groups\ncy@nordlys.example,Cy,Many\n",
        "email,first_name,access\ncy@nordlys.example,Cy,all\n",
        "email,first_name,groups\nann@nordlys.example,Ann,Many\n",
        "email,first_name,groups\nbo@nordlys.example,Bo,Many\n",
        "group,permissions\nMine,documents.manage\n",
        "group,permissions\nFew,contacts.view;documents.manage\n",
        "group,permissions\nMine,new-module.view\n",
    ] {
        match stage.bo().import(&tables(&[csv]), &bench.run(false, false), &Task::unwatched()).await {
            Ok((view, _)) => {
                assert_eq!((view.created, view.changed, view.refused), (0, 0, 1), "{csv}: {:#?}", view.rows);
            }
            Err(DirectoryError::Refused(refusal)) => assert_eq!(refusal.code, Code::Ceiling, "{csv}"),
            Err(other) => panic!("{csv}: {other:?}"),
        }
        unchanged(&before, &bench.dump().await);
    }
    let csv = "email,first_name,groups\ncy@nordlys.example,Cy,Few\n";
    let (view, _) = stage.bo().import(&tables(&[csv]), &bench.run(false, false), &Task::unwatched()).await.unwrap();
    assert_eq!((view.created, view.refused), (1, 0), "{:#?}", view.rows);
}

async fn c18_an_undo_gives_nothing_that_who_undoes_lacks(engine: Engine) {
    let stage = Stage::open(engine).await;
    let bench = &stage.bench;
    let task = Task::unwatched();
    let mut commands = Vec::new();
    for what in stage.too_much() {
        hold(bench, &give(bench, std::slice::from_ref(&what), &[stage.ann])).await;
        let ask = take(bench, &[what], &[stage.ann]);
        hold(bench, &ask).await;
        commands.push(ask.command);
    }
    // Roles and groups that carried it, or could again.
    let ask = edit_role(bench, stage.small, &[LACKS], &[]).await;
    bench.desk().edit_roles(&ask).await.unwrap();
    let ask = edit_role(bench, stage.small, &[], &[LACKS]).await;
    bench.desk().edit_roles(&ask).await.unwrap();
    commands.push(ask.command);
    let other = role(bench, "Other", &[LACKS]).await;
    let ask = delete_role(bench, other);
    bench.desk().delete_role(&ask, &task).await.unwrap();
    commands.push(ask.command);
    // Mode All, taken away again.
    for access in [AccessMode::All, AccessMode::Custom] {
        let ask = EditUser { access: Some(access), ..edit_of(bench, stage.ann).await };
        bench.desk().edit(&ask).await.unwrap();
        if access == AccessMode::Custom {
            commands.push(ask.command);
        }
    }
    let before = bench.dump().await;
    for command in commands {
        let code = code(stage.bo().undo(command).await);
        assert!(matches!(code, Some(Code::Ceiling | Code::RankTooLow)), "{code:?}");
        unchanged(&before, &bench.dump().await);
    }
    assert!(may(bench, stage.ann).await.is_empty());
}

async fn c22_an_acceptance_gives_nothing_that_the_inviter_has_lost(engine: Engine) {
    let stage = Stage::open(engine).await;
    let bench = &stage.bench;
    hold(bench, &give(bench, &[grant(LACKS)], &[stage.bo])).await;
    let ask = InviteUser {
        roles: vec![stage.big, stage.small],
        groups: vec![stage.many, stage.few],
        grants: vec![permission(LACKS), permission(HAS)],
        ..bench.invitation("Cy Lee", "cy@nordlys.example")
    };
    let cy = stage.bo().invite(&ask).await.unwrap().member.unwrap();
    hold(bench, &take(bench, &[grant(LACKS)], &[stage.bo])).await;
    let accepted = bench.accept("cy@nordlys.example").await;
    assert_eq!(accepted.left_out.len(), 3, "{:?}", accepted.left_out);
    assert_eq!(may(bench, cy).await, [HAS]);
    let person = bench.desk().person(cy).await.unwrap();
    let held: Vec<_> = person.member_of.iter().map(|held| held.name.as_str()).collect();
    assert_eq!(held, ["Small", "Few"], "R6: the rest is there");
}

async fn c18_what_begins_later_gives_nothing_that_its_giver_lacks(engine: Engine) {
    let stage = Stage::open(engine).await;
    let bench = &stage.bench;
    hold(bench, &give(bench, &[grant(LACKS)], &[stage.bo])).await;
    let later = Period { from: Some(Timestamp(MORNING.0 + DAY)), until: None };
    let all = [stage.too_much(), stage.enough()].concat();
    let ask = ChangeHoldings { period: later, ..give(bench, &all, &[stage.ann]) };
    assert_eq!(stage.bo().change_holdings(&ask, &Task::unwatched()).await.unwrap().refused, 0);
    hold(bench, &take(bench, &[grant(LACKS)], &[stage.bo])).await;
    bench.clock.advance(DAY);
    bench.directory.settle(bench.organization).await.unwrap();
    assert_eq!(may(bench, stage.ann).await, [HAS]);
    assert!(bench.desk().person(stage.ann).await.unwrap().waiting.is_empty());
}

async fn c23_rights_by_roles_and_groups_count_for_rank(engine: Engine) {
    let stage = Stage::open(engine).await;
    let bench = &stage.bench;
    let task = Task::unwatched();
    for what in stage.too_much() {
        hold(bench, &give(bench, std::slice::from_ref(&what), &[stage.ann])).await;
        let before = bench.dump().await;
        for action in [Action::Suspend, Action::Archive] {
            let answer = stage.bo().act(&bench.ask(action, &[stage.ann]), &task).await;
            assert_eq!(code(answer), Some(Code::RankTooLow), "{what:?}");
        }
        let answer =
            stage.bo().edit(&EditUser { phone: Some("112".to_owned()), ..edit_of(bench, stage.ann).await }).await;
        assert_eq!(code(answer), Some(Code::RankTooLow), "{what:?}");
        let answer = stage.bo().change_holdings(&take(bench, std::slice::from_ref(&what), &[stage.ann]), &task).await;
        assert_eq!(code(answer), Some(Code::RankTooLow), "{what:?}");
        // Suspended, she isn't touchable either.
        unchanged(&before, &bench.dump().await);
        bench.act(Action::Suspend, &[stage.ann]).await;
        let answer = stage.bo().act(&bench.ask(Action::Reactivate, &[stage.ann]), &task).await;
        assert_eq!(code(answer), Some(Code::RankTooLow), "{what:?}");
        bench.act(Action::Reactivate, &[stage.ann]).await;
        hold(bench, &take(bench, &[what], &[stage.ann])).await;
    }
}

async fn r13_only_super_admins_and_the_owner_give_super_admin(engine: Engine) {
    let stage = Stage::open(engine).await;
    let bench = &stage.bench;
    let task = Task::unwatched();
    let super_admin = role_named(bench, "Super Admin").await.id;
    let cy = bench.administrator("Cy Admin", "cy@nordlys.example", AccessMode::All).await;
    let before = bench.dump().await;
    for desk in [stage.bo(), bench.desk_of(cy)] {
        ceiling(desk.change_holdings(&give(bench, &[Holding::Role(super_admin)], &[stage.ann]), &task).await);
        let invite = InviteUser { roles: vec![super_admin], ..bench.invitation("Di Lee", "di@nordlys.example") };
        ceiling(desk.invite(&invite).await);
        let edit = EditUser { roles: Some(vec![super_admin]), ..edit_of(bench, stage.ann).await };
        ceiling(desk.edit(&edit).await);
    }
    unchanged(&before, &bench.dump().await);
    hold(bench, &give(bench, &[Holding::Role(super_admin)], &[cy])).await;
    let ask = give(bench, &[Holding::Role(super_admin)], &[stage.ann]);
    assert_eq!(bench.desk_of(cy).change_holdings(&ask, &task).await.unwrap().done, 1);
    assert_eq!(asks::role_view(bench, super_admin).await.members, 2);
}
