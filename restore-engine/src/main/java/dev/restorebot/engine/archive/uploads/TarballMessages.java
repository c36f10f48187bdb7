package dev.restorebot.engine.archive.uploads;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.Failures;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.IOException;

/** Describes what can be wrong with a tar of files, and carries it through streams. */
final class TarballMessages {
  private final ArchiveMessages messages;

  TarballMessages(ArchiveMessages messages) {
    this.messages = messages;
  }

  IOException corrupt(String what) {
    return Failures.io(messages.corrupt(what));
  }

  IOException truncated(String where) {
    return Failures.io(messages.truncated(where));
  }

  /** {@code what} continues "it holds …". */
  IOException unsafe(String what) {
    return Failures.io(
        new Problem(
            ProblemCode.BACKUP_CORRUPT,
            messages.name()
                + " holds "
                + what
                + ". Unpacking it could write outside of the folder that it is unpacked to.",
            "Nothing was unpacked. Find out who made this archive; do not unpack it by hand as"
                + " root."));
  }

  /** {@code what} continues "it holds …". */
  IOException unsupported(String what, String hint) {
    return Failures.io(
        new Problem(
            ProblemCode.COMPRESSION_UNSUPPORTED,
            messages.name() + " holds " + what + ", which restore-bot does not restore.",
            hint));
  }

  IOException bomb() {
    return Failures.io(
        new Problem(
            ProblemCode.BACKUP_CORRUPT,
            messages.name()
                + " would unpack to more than "
                + UnpackLimit.TIMES
                + " times its size. No application's files do; it was made to fill a disk, or is"
                + " damaged.",
            "Nothing was unpacked. Find out who made this archive."));
  }

  IOException noTar(String what) {
    return Failures.io(
        messages.notRecognised(
            what + ", not a tar of files",
            "Check what the backup script writes under this name, or correct `uploads.names`."));
  }

  static String shown(String raw) {
    return '"' + ArchiveMessages.clean(TarballEntry.text(raw)) + '"';
  }
}
