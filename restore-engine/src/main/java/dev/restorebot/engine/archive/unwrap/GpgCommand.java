package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.DecryptionProgram;
import dev.restorebot.engine.diagnose.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs {@code gpg --decrypt}, with the keys of its keyring and its agent. What its end means is
 * read from its status lines (doc/DETAILS of GnuPG): gpg exits with 0 for some files of which it
 * decrypted nothing.
 *
 * <p>That the key was right shows once it reports the key or the plaintext, or unpacks something.
 * Only after that is a failure the file's fault: a wrong passphrase may look like damage before.
 */
record GpgCommand(DecryptionProgram gpg, ArchiveMessages messages) implements DecryptionCommand {
  private static final String STATUS = "[GNUPG:] ";
  private static final Pattern NO_SECRET_KEY =
      Pattern.compile("(?m)^\\[GNUPG:] NO_SECKEY ([0-9A-F]+)");
  private static final Pattern COMPLAINT = Pattern.compile("(?m)^gpg: (.*)$");
  private static final Pattern UNPACKING =
      Pattern.compile("(?m)^gpg: (?:(?:Fatal: )?\\S+ inflate problem|block_filter(?: \\S+)?: )");
  private static final String ENDS_EARLY = ": read error (size=";
  private static final String CUT = "in the middle of its OpenPGP data";
  private static final int SHOWN_KEYS = 3;

  @Override
  public String name() {
    return "gpg";
  }

  @Override
  public Optional<Problem> obstacle() {
    return gpg.keyFileUnreadable()
        ? Optional.of(
            messages.keyMissing(
                "is encrypted with OpenPGP, and the passphrase file "
                    + gpg.keyFile().get()
                    + " cannot be read",
                "Check `backups.gpg.passphrase-file`, and that the user that runs restore-bot may"
                    + " read that file."))
        : Optional.empty();
  }

  @Override
  public List<String> words() {
    List<String> words =
        new ArrayList<>(
            List.of(gpg.program(), "--batch", "--no-tty", "--status-fd", "2", "--skip-verify"));
    if (gpg.keyFile().isPresent()) {
      words.addAll(
          List.of(
              "--pinentry-mode", "loopback", "--passphrase-file", gpg.keyFile().get().toString()));
    } else {
      words.addAll(List.of("--pinentry-mode", "error"));
    }
    words.add("--decrypt");
    return words;
  }

  @Override
  public Problem missing() {
    return messages.notDecrypted(
        "is encrypted with OpenPGP, and the program " + gpg.program() + " could not be run",
        "Install it (`apt-get install gnupg`) on the machine that runs restore-bot, or set"
            + " `backups.gpg.program` to where it is.");
  }

  @Override
  public Optional<Problem> failure(int exitCode, String errors) {
    return exitCode == 0 && status(errors, "DECRYPTION_OKAY")
        ? Optional.empty()
        : Optional.of(explain(errors));
  }

  private Problem explain(String errors) {
    if (errors.contains("message was not integrity protected")) {
      return messages.notReadHere(
          "was encrypted without integrity protection, so gpg cannot tell whether it is whole",
          "Encrypt backups with the defaults of GnuPG 2.1 or later, without --rfc2440 and"
              + " --disable-mdc.");
    }
    if (status(errors, "PLAINTEXT")
        || status(errors, "DECRYPTION_KEY")
        || UNPACKING.matcher(errors).find()) {
      return opened(errors);
    }
    if (errors.contains(ENDS_EARLY) && !status(errors, "DECRYPTION_INFO")) {
      return messages.truncated(CUT); // shorter than its own length, whatever the key
    }
    if (errors.contains("No pinentry") || errors.contains("can't get input")) {
      return messages.keyMissing(
          "is encrypted with OpenPGP, and gpg needs a passphrase for it",
          "Set `backups.gpg.passphrase-file` to a file with the passphrase that only the user that"
              + " runs restore-bot may read, or unlock the key in that user's gpg-agent.");
    }
    if (errors.contains("Bad passphrase")
        || errors.contains("BAD_PASSPHRASE")
        || errors.contains("Bad session key")) {
      return messages.badDecrypt(
          "The passphrase is not the one that it, or its secret key, was encrypted with",
          "Write the right passphrase into the file that `backups.gpg.passphrase-file` names.");
    }
    String keys =
        NO_SECRET_KEY
            .matcher(errors)
            .results()
            .map(key -> key.group(1))
            .distinct()
            .limit(SHOWN_KEYS)
            .collect(Collectors.joining(", "));
    if (!keys.isEmpty()) {
      return messages.keyMissing(
          keys.matches("0+")
              ? "is encrypted with OpenPGP for a hidden recipient, and gpg has no secret key"
                  + " that opens it"
              : "is encrypted with OpenPGP for the key "
                  + keys
                  + ", and gpg has no secret key of it",
          "Import the secret key as the user that runs restore-bot: `gpg --import KEY.asc`. If"
              + " that user's keyring is in another folder, set GNUPGHOME.");
    }
    if (errors.contains("public key decryption failed: Wrong secret key used")) {
      return messages.badDecrypt(
          "gpg reports the wrong secret key, or the beginning of the file is damaged",
          "Fetch the backup again if another copy exists, and check with `gpg --list-packets FILE`"
              + " which key it names.");
    }
    if (status(errors, "NODATA")) {
      return messages.corrupt("gpg finds no valid OpenPGP message in it");
    }
    return failed(errors);
  }

  /** Returns what went wrong after the right key was found. */
  private Problem opened(String errors) {
    if (errors.contains(ENDS_EARLY) || status(errors, "NODATA 1")) {
      return messages.truncated(CUT);
    }
    if (status(errors, "BADMDC")
        || status(errors, "DECRYPTION_FAILED")
        || status(errors, "NODATA")
        || UNPACKING.matcher(errors).find()) {
      return messages.corrupt("its OpenPGP integrity check fails: it was changed or is cut off");
    }
    return failed(errors);
  }

  private Problem failed(String errors) {
    List<String> complaints =
        COMPLAINT.matcher(errors).results().map(found -> found.group(1)).toList();
    String last =
        complaints.isEmpty() ? "it gave no reason" : complaints.get(complaints.size() - 1);
    return messages.notDecrypted(
        "could not be decrypted by " + gpg.program() + ": " + ArchiveMessages.clean(last),
        "Run `gpg --decrypt FILE >/dev/null` by hand as the user that runs restore-bot. This says"
            + " nothing about the backup.");
  }

  private static boolean status(String errors, String keyword) {
    Matcher line =
        Pattern.compile("(?m)^" + Pattern.quote(STATUS + keyword) + "(?: .*)?$").matcher(errors);
    return line.find();
  }
}
