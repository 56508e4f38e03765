//! `cargo xtask package`: what people install, in target/package. The desktop by Tauri's bundler; on Linux the
//! server too, as deb by dpkg's own tools and as rpm by rpmbuild.

use crate::app;
use crate::setup::{self, Purpose};
use crate::step::{Failure, Result, Steps};
use crate::tools;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Configuration of the bundler for what is published; for tests it would take minutes.
const SMALL: &str = r#"{"bundle":{"linux":{"rpm":{"compression":{"type":"xz","level":9}}}}}"#;

/// The options of `cargo xtask package`.
#[derive(Args)]
pub(crate) struct Package {
    /// Pack what was built for the tests, instead of building for release
    #[arg(long)]
    debug: bool,
}

/// Builds, and packs it.
pub(crate) fn package(options: &Package) -> Result {
    let steps = Steps::new();
    setup::prepare(&steps, if options.debug { Purpose::Test } else { Purpose::Package })?;
    setup::install_ui(&steps)?;
    app::build_ui(&steps)?;
    if options.debug {
        crate::suite::build(&steps)?;
    } else {
        let mut cargo = tools::cargo(["build", "--release", "--bins"]);
        cargo.args(crate::suite::WHOLE);
        steps.live("Build the programs (cargo build; a release takes long)", &mut cargo)?;
    }
    let made = pack(&steps, options.debug)?;
    for file in made {
        let size = fs::metadata(&file)?.len();
        steps.say(format_args!("{} ({:.1} MB)", file.display(), mega(size)));
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a size for people")]
fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Packs what is built already; where the packages are.
pub(crate) fn pack(steps: &Steps, debug: bool) -> Result<Vec<PathBuf>> {
    let packing = Packing {
        steps,
        debug,
        built: tools::target().join(if debug { "debug" } else { "release" }),
        folder: tools::target().join("package"),
        version: version()?,
    };
    if packing.folder.exists() {
        fs::remove_dir_all(&packing.folder)?;
    }
    fs::create_dir_all(&packing.folder)?;
    packing.desktop()?;
    if cfg!(target_os = "linux") {
        packing.server()?;
    }
    let mut made = Vec::new();
    for entry in fs::read_dir(&packing.folder)? {
        let path = entry?.path();
        if path.is_file() {
            made.push(path);
        }
    }
    made.sort();
    Ok(made)
}

/// The version of everything.
fn version() -> Result<String> {
    let file = tools::root().join("tauri.conf.json");
    let config: serde_json::Value =
        serde_json::from_slice(&fs::read(&file)?).map_err(|error| Failure(format!("{}: {error}", file.display())))?;
    let version = config["version"].as_str().map(str::to_owned);
    version.ok_or_else(|| Failure(format!("{} has no version", file.display())))
}

struct Packing<'a> {
    steps: &'a Steps,
    debug: bool,
    built: PathBuf,
    folder: PathBuf,
    version: String,
}

impl Packing<'_> {
    fn desktop(&self) -> Result {
        // The linker makes it for whoever builds; it is packed as it is.
        let program = self.built.join("rollbook");
        if cfg!(unix) {
            run(Command::new("chmod").arg("755").arg(&program))?;
        }
        let mut tauri = everyones("node");
        tauri.arg(tools::ui().join("node_modules/@tauri-apps/cli/tauri.js")).current_dir(tools::root());
        tauri.args(["bundle", "--ci"]);
        if cfg!(target_os = "linux") {
            // An AppImage is packed by a program that the bundler fetches; the release workflow does it.
            tauri.args(["--bundles", "deb", "rpm"]);
        }
        if !self.debug {
            tauri.args(["--config", SMALL]);
        }
        if self.debug {
            // Tests run the very file that would be written to.
            tauri.args(["--debug", "--no-sign", "--no-binary-patching"]);
        }
        self.steps.quietly("Pack the desktop (tauri bundle)", &mut tauri)?;
        for kind in fs::read_dir(self.built.join("bundle"))? {
            for made in fs::read_dir(kind?.path())? {
                let made = made?.path();
                let name = made.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
                if made.is_file() && name.contains(&self.version) {
                    let to = self.folder.join(name);
                    fs::copy(&made, &to)?;
                    if !self.debug && to.extension().is_some_and(|kind| kind == "deb") {
                        self.pressed(&to)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// A deb of the bundler packed anew: it knows gzip alone, which takes two fifths more.
    fn pressed(&self, deb: &Path) -> Result {
        let tree = self.folder.join("desktop");
        run(everyones("dpkg-deb").arg("--raw-extract").arg(deb).arg(&tree))?;
        let mut pack = everyones("dpkg-deb");
        pack.args(["--root-owner-group", "-Zxz", "-z9", "--build"]).arg(&tree).arg(deb);
        self.steps.quietly("Pack the desktop smaller (dpkg-deb)", &mut pack)?;
        Ok(fs::remove_dir_all(&tree)?)
    }

    fn server(&self) -> Result {
        let tree = self.folder.join("server");
        for (from, to, mode) in [
            ("packaging/server/rollbook-server.service", "usr/lib/systemd/system/rollbook-server.service", "644"),
            ("packaging/server/rollbook-server.conf", "usr/lib/sysusers.d/rollbook-server.conf", "644"),
            ("packaging/server/server.toml", "etc/rollbook/server.toml", "640"),
            ("packaging/copyright", "usr/share/doc/rollbook-server/copyright", "644"),
            ("docs/SERVER.md", "usr/share/doc/rollbook-server/SERVER.md", "644"),
            ("CHANGELOG.md", "usr/share/doc/rollbook-server/CHANGELOG.md", "644"),
        ] {
            put(&tools::root().join(from), &tree.join(to), mode, false)?;
        }
        for program in ["rollbook-server", "rollbook-verify"] {
            put(&self.built.join(program), &tree.join("usr/bin").join(program), "755", true)?;
        }
        run(Command::new("chmod").arg("750").arg(tree.join("etc/rollbook")))?;
        self.rpm(&tree)?;
        self.deb(&tree)
    }

    /// The tree with Debian's words about it.
    fn deb(&self, tree: &Path) -> Result {
        let architecture = run(Command::new("dpkg").arg("--print-architecture"))?;
        let size = run(Command::new("du").args(["-sk"]).arg(tree))?;
        let libraries = self.libraries(tree)?;
        let control = filled(
            "control",
            &[
                ("VERSION", &self.version),
                ("ARCHITECTURE", &architecture),
                ("SIZE", size.split_whitespace().next().unwrap_or("0")),
                ("LIBRARIES", &libraries),
            ],
        )?;
        let about = tree.join("DEBIAN");
        fs::create_dir_all(&about)?;
        fs::write(about.join("control"), control)?;
        fs::write(about.join("conffiles"), "/etc/rollbook/server.toml\n")?;
        for (script, when, body) in [
            ("postinst", "configure", "set-up.sh"),
            ("prerm", "remove", "before-removal.sh"),
            ("postrm", "purge", "after-removal.sh"),
        ] {
            let body = filled(body, &[])?;
            let text = format!("#!/bin/sh\nset -e\nif [ \"$1\" = {when} ]; then\n{body}fi\n");
            let to = about.join(script);
            fs::write(&to, text)?;
            run(Command::new("chmod").arg("755").arg(&to))?;
        }
        run(Command::new("chmod").args(["-R", "go=u-w"]).arg(&about))?;
        let name = format!("rollbook-server_{}_{architecture}.deb", self.version);
        let mut pack = Command::new("dpkg-deb");
        pack.arg("--root-owner-group").args(if self.debug { ["-Zgzip", "-z1"] } else { ["-Zxz", "-z6"] });
        pack.arg("--build").arg(tree).arg(self.folder.join(name));
        self.steps.quietly("Pack the server (dpkg-deb)", &mut pack)
    }

    /// What the programs need of others, as dpkg tells it.
    fn libraries(&self, tree: &Path) -> Result<String> {
        let here = self.folder.join("libraries");
        fs::create_dir_all(here.join("debian"))?;
        fs::write(
            here.join("debian/control"),
            "Source: rollbook-server\n\nPackage: rollbook-server\nArchitecture: any\n",
        )?;
        let mut ask = Command::new("dpkg-shlibdeps");
        ask.arg("-O").current_dir(&here);
        for program in ["rollbook-server", "rollbook-verify"] {
            ask.arg(format!("-e{}", tree.join("usr/bin").join(program).display()));
        }
        let said = run(&mut ask)?;
        fs::remove_dir_all(&here)?;
        let needed = said.strip_prefix("shlibs:Depends=").map(str::to_owned);
        needed.ok_or_else(|| Failure(format!("dpkg-shlibdeps said {said:?}")))
    }

    fn rpm(&self, tree: &Path) -> Result {
        let scripts = ["set-up.sh", "before-removal.sh", "after-removal.sh"].map(|name| filled(name, &[]));
        let [set_up, before, after] = scripts;
        let spec = filled(
            "rollbook-server.spec",
            &[
                ("VERSION", &self.version),
                ("PAYLOAD", if self.debug { "w1.zstdio" } else { "w19.zstdio" }),
                ("STAGED", &tree.display().to_string()),
                ("SET_UP", &set_up?),
                ("BEFORE_REMOVAL", &before?),
                ("AFTER_REMOVAL", &after?),
            ],
        )?;
        let top = self.folder.join("rpm");
        fs::create_dir_all(&top)?;
        let file = top.join("rollbook-server.spec");
        fs::write(&file, spec)?;
        let mut build = everyones("rpmbuild");
        build.args(["-bb", "--define"]).arg(format!("_topdir {}", top.display()));
        build.arg("--define").arg(format!("_rpmdir {}", self.folder.display()));
        build.args(["--define", "_rpmfilename %{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm"]).arg(&file);
        self.steps.quietly("Pack the server (rpmbuild)", &mut build)?;
        Ok(fs::remove_dir_all(&top)?)
    }
}

/// One of the server's files of packaging, with its blanks filled in.
fn filled(name: &str, blanks: &[(&str, &str)]) -> Result<String> {
    let path = tools::root().join("packaging/server").join(name);
    let text = fs::read_to_string(&path).map_err(|error| Failure(format!("{}: {error}", path.display())))?;
    Ok(blanks.iter().fold(text, |text, (blank, value)| text.replace(&format!("@{blank}@"), value)))
}

fn put(from: &Path, to: &Path, mode: &str, strip: bool) -> Result {
    let mut install = everyones("install");
    install.args(["-D", "-m", mode]).args(strip.then_some("--strip")).arg(from).arg(to);
    run(&mut install).map(drop)
}

/// A program whose files everybody may read, whoever packs and with whatever umask.
fn everyones(program: &str) -> Command {
    if cfg!(unix) {
        let mut command = Command::new("sh");
        command.args(["-c", "umask 022 && exec \"$0\" \"$@\"", program]);
        return command;
    }
    Command::new(program)
}

/// What a small program says, without the space around it.
fn run(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| Failure(format!("{name} does not start: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    Err(Failure(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim())))
}
