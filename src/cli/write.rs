//! Writing files so that nothing half-written is ever left behind.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use wronski_diagnostic::ErrorCode;

use wronski_diagnostic::{Diagnostic, Result};

fn unwritable(path: &Path, why: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::input(
        ErrorCode::W0601,
        format!("{} could not be written: {why}", path.display()),
    )
    .help("name a file in a directory that exists and that you may write to")
}

/// The system takes no more of a file that could be begun.
fn lost(path: &Path, why: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::system(
        ErrorCode::W0604,
        format!("{} could not be written: {why}", path.display()),
    )
    .help("make room, or name a file somewhere else")
}

/// How a file is written.
enum Way {
    /// Through a temporary file beside it, which is then renamed.
    Rename {
        target: PathBuf,
        permissions: Option<fs::Permissions>,
    },
    /// A device or a pipe, such as `/dev/stdout`: renaming would replace it.
    Directly,
}

/// Decides how to write, or why it is impossible.
fn way(path: &Path) -> Result<Way> {
    let metadata = match fs::metadata(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => {
            return Ok(Way::Rename {
                target: path.to_path_buf(),
                permissions: None,
            });
        }
        other => other.map_err(|e| unwritable(path, e))?,
    };
    if metadata.is_dir() {
        return Err(unwritable(path, "it is a directory"));
    }
    if metadata.permissions().readonly() {
        return Err(unwritable(path, "it is read-only"));
    }
    if !metadata.is_file() || path.starts_with("/dev") || path.starts_with("/proc") {
        return Ok(Way::Directly);
    }
    // The file that a symbolic link leads to is replaced, not the link.
    let target = fs::canonicalize(path).map_err(|e| unwritable(path, e))?;
    Ok(Way::Rename {
        target,
        permissions: Some(metadata.permissions()),
    })
}

/// A new empty file beside the target.
fn temporary(path: &Path, target: &Path) -> Result<(PathBuf, fs::File)> {
    if target.file_name().is_none() {
        return Err(unwritable(path, "it names no file"));
    }
    let directory = match target.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    if !directory.is_dir() {
        return Err(unwritable(
            path,
            format!("{} is no directory", directory.display()),
        ));
    }
    for attempt in 0..100 {
        let temporary = directory.join(format!(".wronski-{}-{attempt}.tmp", std::process::id()));
        match fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)
        {
            Ok(file) => return Ok((temporary, file)),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {}
            Err(e) => return Err(unwritable(path, e)),
        }
    }
    Err(unwritable(
        path,
        "temporary files of earlier runs are in the way",
    ))
}

/// Says before the work begins whether the file that was named, if any, can be written; changes nothing.
///
/// # Errors
/// `W0601`: the directory does not exist or may not be written to, or the file is a directory or read-only.
pub(super) fn check_writable(path: Option<&Path>) -> Result<()> {
    let Some(path) = path else { return Ok(()) };
    if let Way::Rename { target, .. } = way(path)? {
        let (temporary, file) = temporary(path, &target)?;
        drop(file);
        fs::remove_file(&temporary).map_err(|e| unwritable(path, e))?;
    }
    Ok(())
}

/// Writes a file: all of it, or nothing. What stood there before stays until the new content is complete.
///
/// # Errors
/// `W0601` if that is impossible, `W0604` if the system takes not all of it; no file is left behind then.
pub(super) fn write_file(path: &Path, content: &[u8]) -> Result<()> {
    let (target, permissions) = match way(path)? {
        Way::Directly => {
            let mut file = fs::File::create(path).map_err(|e| unwritable(path, e))?;
            return match file.write_all(content).and_then(|()| file.flush()) {
                // The reader of a pipe has gone away: it wants nothing more.
                Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
                written => written.map_err(|e| lost(path, e)),
            };
        }
        Way::Rename {
            target,
            permissions,
        } => (target, permissions),
    };
    let (temporary, mut file) = temporary(path, &target)?;
    let written = file
        .write_all(content)
        .and_then(|()| match permissions {
            Some(p) => file.set_permissions(p),
            None => Ok(()),
        })
        .and_then(|()| file.sync_all());
    drop(file);
    written
        .and_then(|()| fs::rename(&temporary, &target))
        .map_err(|e| {
            // The first failure is the one to tell.
            drop(fs::remove_file(&temporary));
            lost(path, e)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of this test run, empty.
    fn directory(name: &str) -> PathBuf {
        let d = std::env::temp_dir().join(format!("wronski-write-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&d));
        fs::create_dir_all(&d).expect("a directory");
        d
    }

    fn names(d: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(d)
            .expect("a directory")
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_created_and_replaced_and_nothing_else_is_left() {
        let d = directory("replace");
        let file = d.join("out.json");
        check_writable(Some(&file)).expect("writable");
        assert!(names(&d).is_empty());
        for text in ["one", "another"] {
            write_file(&file, text.as_bytes()).expect("written");
            assert_eq!(fs::read_to_string(&file).expect("a file"), text);
            assert_eq!(names(&d), ["out.json"]);
        }
        fs::remove_dir_all(d).expect("removed");
    }

    #[test]
    fn a_failure_leaves_nothing_behind() {
        let d = directory("fail");
        let taken = d.join("taken");
        fs::create_dir(&taken).expect("a directory");
        let old = d.join("old.json");
        fs::write(&old, "old").expect("written");
        let mut permissions = fs::metadata(&old).expect("a file").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&old, permissions).expect("read-only");
        for path in [
            taken.clone(),
            d.join("missing").join("out.json"),
            old.clone(),
            old.join("below-a-file.json"),
            d.join(".."),
            PathBuf::new(),
            d.join("x".repeat(300)),
        ] {
            for e in [check_writable(Some(&path)), write_file(&path, b"new")] {
                let e = e.expect_err("refused");
                assert_eq!(
                    (e.code, e.exit_code()),
                    (ErrorCode::W0601, 2),
                    "{}",
                    path.display()
                );
            }
            assert_eq!(names(&d), ["old.json", "taken"], "{}", path.display());
            assert!(names(&taken).is_empty());
        }
        assert_eq!(fs::read_to_string(&old).expect("a file"), "old");
        fs::remove_dir_all(d).expect("removed");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_devices_stay() {
        let d = directory("links");
        let file = d.join("file");
        fs::write(&file, "old").expect("written");
        let link = d.join("link");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        write_file(&link, b"new").expect("written");
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        assert_eq!(fs::read_to_string(&file).expect("a file"), "new");
        write_file(Path::new("/dev/null"), b"gone").expect("written");
        #[cfg(target_os = "linux")]
        {
            let e = write_file(Path::new("/dev/full"), b"lost").expect_err("full");
            assert_eq!((e.code, e.exit_code()), (ErrorCode::W0604, 74));
        }
        assert!(!fs::metadata("/dev/null").expect("a device").is_file());
        fs::remove_dir_all(d).expect("removed");
    }
}
