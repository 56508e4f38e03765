//! The window's commands, one line each, made from the one list.

use crate::{app::App, handle};
use rollbook_directory::{
    asks,
    contract::{
        AdjustTable, Answered, AppView, AskAt, AskedFor, ConnectTo, CreateOrganization, EnterOffline, ExportLog,
        ExportTable, GiveFactor, Greeting, ImportView, JudgePassword, KnownPlace, LineView, LoadTables,
        MailSettingsView, MakeTicket, NewPassword, OfflineStart, OpenFile, OpenLink, OrganizationLook,
        OrganizationView, PasskeyShown, PasswordView, PaymentPage, Preferences, ReviewSheetAsk, RunImport,
        SaveMailSettings, SavedFile, SettleQueued, SignInStep, SignInWith, TablesView, TestMail, TicketMade, WireError,
    },
};
use rollbook_domain::OrganizationId;
use serde_json::Value;
use tauri::{State, ipc::Response};

include!("command_list.rs");

macro_rules! tauri_commands { (own { $($name:ident : $request:ty => $response:ty, $access:ident [$($tag:ident),*];)* }
    asks { $($ask:ident $how:tt : $given:ty => $answer:ty, $access2:ident [$($tag2:ident),*] = $method:ident;)* }) => {
    $(
        #[tauri::command]
        async fn $name(app: State<'_, App>, req: $request) -> Result<$response, WireError> {
            handle::$name(&app, req).await
        }
    )*
    $(
        #[tauri::command]
        async fn $ask(app: State<'_, App>, req: Value) -> Result<Response, WireError> {
            handle::ask(&app, stringify!($ask), req).await
        }
    )*
    /// Answers every command of the list.
    pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
        tauri::generate_handler![$($name,)* $($ask),*]
    }
} }
commands!(tauri_commands);

#[cfg(test)]
mod contract {
    //! The TypeScript of the contract is generated from the list; this test fails when it is stale.
    //! `cargo xtask contract` writes it again.

    use super::*;
    use rollbook_directory::contract::*;
    use rollbook_domain::{MailId, MemberId};
    use std::{any::TypeId, collections::BTreeMap, fmt::Write as _};
    use ts_rs::{Config, TS, TypeVisitor};

    struct Collect {
        config: Config,
        seen: Vec<TypeId>,
        found: BTreeMap<String, String>,
    }

    impl TypeVisitor for Collect {
        fn visit<T: TS + 'static + ?Sized>(&mut self) {
            if self.seen.contains(&TypeId::of::<T>()) {
                return;
            }
            self.seen.push(TypeId::of::<T>());
            if T::output_path().is_some() {
                self.found.insert(T::ident(&self.config), T::decl(&self.config));
            }
            T::visit_dependencies(self);
            T::visit_generics(self);
        }
    }

    fn typescript() -> String {
        let mut all = Collect { config: Config::default(), seen: Vec::new(), found: BTreeMap::new() };
        let mut map = String::from("export interface Commands {\n");
        let mut tags = String::from("export const TAGS: Record<CommandName, { reads: Tag[]; writes: Tag[] }> = {\n");
        macro_rules! write_all { (own { $($name:ident : $request:ty => $response:ty, $access:ident [$($tag:ident),*];)* }
            asks { $($ask:ident $how:tt : $given:ty => $answer:ty, $access2:ident [$($tag2:ident),*] = $method:ident;)* }) => {
            $(write_one!($name $request, $response, $access [$($tag),*]);)*
            $(write_one!($ask $given, $answer, $access2 [$($tag2),*]);)*
        } }
        macro_rules! write_one { ($name:ident $request:ty, $response:ty, $access:ident [$($tag:ident),*]) => {
            all.visit::<$request>();
            all.visit::<$response>();
            let name = stringify!($name);
            let request = <$request as TS>::name(&all.config);
            let response = <$response as TS>::name(&all.config);
            writeln!(map, "  {name}: {{ req: {request}; res: {response} }};").unwrap();
            let named: Vec<String> = vec![$(format!("'{}'", stringify!($tag).to_lowercase())),*];
            let (reads, writes) = if stringify!($access) == "reads" { (named.join(", "), String::new()) } else { (String::new(), named.join(", ")) };
            writeln!(tags, "  {name}: {{ reads: [{reads}], writes: [{writes}] }},").unwrap();
        } }
        commands!(write_all);
        all.visit::<WireError>();
        all.visit::<Changed>();
        all.visit::<Progress>();
        let mut text = String::from("// Generated from the Rust contract by `cargo xtask contract`. Don't edit.\n\n");
        for declared in all.found.values() {
            writeln!(text, "export {declared}").unwrap();
        }
        format!("{text}\n{map}}}\n\nexport type CommandName = keyof Commands;\n\n{tags}}};\n")
    }

    #[test]
    fn the_generated_contract_is_current() {
        expect_test::expect_file!["../ui/src/contract/index.ts"].assert_eq(&typescript());
    }

    #[test]
    fn the_window_may_call_every_command_of_the_list_and_nothing_else() {
        let text = include_str!("../capabilities/default.json");
        let file: serde_json::Value = serde_json::from_str(text).unwrap();
        let mut allowed: Vec<String> = file["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p.as_str().unwrap().to_owned())
            .filter(|p| p.starts_with("allow-"))
            .collect();
        macro_rules! names { (own { $($name:ident : $request:ty => $response:ty, $access:ident [$($tag:ident),*];)* }
            asks { $($ask:ident $how:tt : $given:ty => $answer:ty, $access2:ident [$($tag2:ident),*] = $method:ident;)* }) => {
            [$(stringify!($name),)* $(stringify!($ask)),*].map(|name| format!("allow-{}", name.replace('_', "-"))).to_vec()
        } }
        let mut listed: Vec<String> = commands!(names);
        allowed.sort();
        listed.sort();
        assert_eq!(allowed, listed);
        assert_eq!(file["windows"], serde_json::json!(["main"]), "one named window");
    }
}
