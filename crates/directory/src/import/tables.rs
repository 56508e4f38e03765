//! The tables of one import: how they were read, and what a person corrected.

use crate::{
    DirectoryError,
    contract::{AdjustTable, FieldChoice, TableView, TablesView},
};
use rollbook_exchange::{Delimiter, Encoding, Field, Mapping, ReadOptions, Source, Table, TableKind, parse, recognize};
use serde::{Serialize, de::DeserializeOwned};

/// How many rows the eye gets.
const SAMPLE: usize = 6;

/// The tables of one import.
#[derive(Debug)]
pub struct Tables {
    pub(super) all: Vec<Loaded>,
}

/// One file, its bytes kept so that it can be read again in another way.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) name: String,
    bytes: Vec<u8>,
    options: ReadOptions,
    pub(super) table: Table,
    pub(super) mapping: Mapping,
}

impl Tables {
    /// Reads files; what each holds is recognized. One that can't be read at all is an error that
    /// names it.
    pub fn load(files: Vec<(String, Vec<u8>)>) -> Result<Self, DirectoryError> {
        if files.is_empty() {
            return Err(DirectoryError::Table("No file was chosen. Choose a CSV file.".to_owned()));
        }
        let all = files
            .into_iter()
            .map(|(name, bytes)| Loaded::read(name, bytes, ReadOptions::default()))
            .collect::<Result<_, _>>()?;
        Ok(Self { all })
    }

    /// Reads one table again, as a person corrected it.
    pub fn adjust(&mut self, ask: &AdjustTable) -> Result<(), DirectoryError> {
        let at = usize::try_from(ask.table).unwrap_or(usize::MAX);
        let loaded = self.all.get_mut(at).ok_or_else(|| {
            DirectoryError::Table("This table isn’t loaded any more. Choose the file again.".to_owned())
        })?;
        let mut options = loaded.options;
        if let Some(encoding) = &ask.encoding {
            options.encoding = Some(read_word::<Encoding>(encoding)?);
        }
        if let Some(delimiter) = &ask.delimiter {
            options.delimiter = Some(delimiter_of(delimiter)?);
        }
        if ask.header.is_some() {
            options.header = ask.header;
        }
        if options != loaded.options {
            let bytes = std::mem::take(&mut loaded.bytes);
            match Loaded::read(loaded.name.clone(), bytes.clone(), options) {
                Ok(again) => *loaded = again,
                Err(error) => {
                    loaded.bytes = bytes;
                    return Err(error);
                }
            }
        }
        if let Some(kind) = &ask.kind {
            loaded.mapping.kind = read_word(kind)?;
            // What the other kind of table doesn't have is not imported until somebody says otherwise.
            let known: Vec<String> = fields(loaded.mapping.kind).into_iter().map(|choice| choice.field).collect();
            loaded
                .mapping
                .columns
                .iter_mut()
                .filter(|field| !known.contains(&word(*field)))
                .for_each(|field| *field = Field::Ignore);
        }
        if let Some(mapping) = &ask.mapping {
            let columns = mapping.iter().map(|word| read_word::<Field>(word)).collect::<Result<Vec<_>, _>>()?;
            if columns.len() != loaded.table.columns.len() {
                return Err(DirectoryError::Table(
                    "The columns don’t fit the table. Choose the file again.".to_owned(),
                ));
            }
            loaded.mapping.columns = columns;
        }
        Ok(())
    }

    /// The tables as a screen shows them.
    pub fn view(&self, import: u32) -> TablesView {
        TablesView { import, tables: self.all.iter().map(Loaded::view).collect() }
    }
}

impl Loaded {
    fn read(name: String, bytes: Vec<u8>, options: ReadOptions) -> Result<Self, DirectoryError> {
        let table = parse(&bytes, &options).map_err(|error| DirectoryError::Table(format!("{name}: {error}")))?;
        let mapping = recognize(&table);
        Ok(Self { name, bytes, options, table, mapping })
    }

    fn view(&self) -> TableView {
        TableView {
            name: self.name.clone(),
            kind: word(&self.mapping.kind),
            source: source(self.mapping.source).to_owned(),
            encoding: word(&self.table.encoding),
            delimiter: char::from(self.table.delimiter.as_byte()).to_string(),
            header: self.table.header,
            columns: self.table.columns.clone(),
            mapping: self.mapping.columns.iter().map(word).collect(),
            fields: fields(self.mapping.kind),
            sample: self.table.rows.iter().take(SAMPLE).map(|row| row.cells.clone()).collect(),
            rows: self.table.rows.len() as u64,
            problem: self.problem(),
        }
    }

    /// The address or the group's name that a line holds, as it stands there.
    pub(super) fn who(&self, line: u64) -> &str {
        let naming = |field: &Field| matches!(field, Field::Email | Field::GroupName);
        let column = self.mapping.columns.iter().position(naming);
        let row = self.table.rows.binary_search_by_key(&line, |row| row.line).ok();
        let cell = column.zip(row).and_then(|(column, row)| self.table.rows.get(row)?.cells.get(column));
        cell.map_or("", |cell| cell.trim())
    }

    fn problem(&self) -> String {
        if self.mapping.is_usable() {
            return String::new();
        }
        match self.mapping.kind {
            TableKind::People => "No column holds the e-mail addresses. Choose the one that does.".to_owned(),
            TableKind::Groups => "No column holds the groups’ names. Choose the one that does.".to_owned(),
        }
    }
}

const fn source(source: Source) -> &'static str {
    match source {
        Source::Rollbook => "Rollbook",
        Source::GoogleWorkspace => "Google Workspace",
        Source::EntraCreate => "Microsoft Entra, bulk create",
        Source::EntraDownload => "Microsoft Entra",
        Source::Okta => "Okta",
        Source::Unknown => "",
    }
}

fn fields(kind: TableKind) -> Vec<FieldChoice> {
    let of_people = [
        (Field::Email, "E-mail"),
        (Field::FirstName, "First name"),
        (Field::LastName, "Last name"),
        (Field::FullName, "Full name"),
        (Field::Tier, "Role"),
        (Field::Groups, "Groups"),
        (Field::Status, "Status"),
        (Field::Phone, "Phone"),
        (Field::Language, "Language"),
        (Field::LastSignIn, "Last active"),
        (Field::Access, "Access"),
        (Field::Note, "Note"),
    ];
    let of_groups = [
        (Field::GroupName, "Group"),
        (Field::GroupDescription, "Description"),
        (Field::GroupParent, "Parent"),
        (Field::GroupPermissions, "Permissions"),
    ];
    let choices: &[(Field, &str)] = match kind {
        TableKind::People => &of_people,
        TableKind::Groups => &of_groups,
    };
    let choice = |(field, label): &(Field, &str)| FieldChoice { field: word(field), label: (*label).to_owned() };
    choices.iter().chain([&(Field::Ignore, "Not imported")]).map(choice).collect()
}

fn delimiter_of(text: &str) -> Result<Delimiter, DirectoryError> {
    Delimiter::ALL
        .into_iter()
        .find(|delimiter| text.as_bytes() == [delimiter.as_byte()])
        .ok_or_else(|| DirectoryError::Table("Choose comma, semicolon, tab or bar as the delimiter.".to_owned()))
}

/// The wire word of an enum without data.
fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn read_word<T: DeserializeOwned>(text: &str) -> Result<T, DirectoryError> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| DirectoryError::Table(format!("\u{201c}{text}\u{201d} is none of the choices.")))
}
