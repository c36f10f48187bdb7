package dev.restorebot.engine.archive.unwrap;

import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.DecryptionProgram;
import dev.restorebot.engine.diagnose.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs {@code age --decrypt}. Its messages are those of age 1.0 to 1.2 (cmd/age/age.go and
 * internal/stream/stream.go of FiloSottile/age); any other says nothing about the file.
 *
 * <p>age authenticates the header with the identity before it writes anything, and each 64 KiB of
 * the content before it writes them. So what it reports of the content is the file's fault.
 */
record AgeCommand(DecryptionProgram age, ArchiveMessages messages) implements DecryptionCommand {
  private static final Pattern ERROR = Pattern.compile("(?m)^age: error: (.*)$");
  private static final Pattern CONTENT =
      Pattern.compile(
          "failed to decrypt and authenticate payload chunk|bad header MAC|invalid armor"
              + "|trailing data after end of|last chunk is empty|failed to read nonce"
              + "|^unexpected EOF$");

  @Override
  public String name() {
    return "age";
  }

  @Override
  public Optional<Problem> obstacle() {
    if (age.keyFile().isEmpty()) {
      return Optional.of(
          messages.keyMissing(
              "is encrypted with age, and no identity is configured",
              "Set `backups.age.identity-file` to the file with the private key (AGE-SECRET-KEY-…"
                  + " or an SSH key), and run the test again."));
    }
    return age.keyFileUnreadable()
        ? Optional.of(
            messages.keyMissing(
                "is encrypted with age, and the identity file "
                    + age.keyFile().get()
                    + " cannot be read",
                "Check `backups.age.identity-file`, and that the user that runs restore-bot may"
                    + " read that file."))
        : Optional.empty();
  }

  @Override
  public List<String> words() {
    return List.of(
        age.program(), "--decrypt", "--identity", age.keyFile().orElseThrow().toString());
  }

  @Override
  public Problem missing() {
    return messages.notDecrypted(
        "is encrypted with age, and the program " + age.program() + " could not be run",
        "Install it (`apt-get install age`) on the machine that runs restore-bot, or set"
            + " `backups.age.program` to where it is.");
  }

  @Override
  public Optional<Problem> failure(int exitCode, String errors) {
    return exitCode == 0 ? Optional.empty() : Optional.of(explain(error(errors)));
  }

  private Problem explain(String error) {
    if (error.contains("no identity matched") || error.contains("identity did not match")) {
      return messages.badDecrypt(
          "The identity file "
              + age.keyFile().orElseThrow()
              + " has no key that it was encrypted for",
          "Set `backups.age.identity-file` to the identity of one of the recipients that this"
              + " backup was encrypted for. A file may have several identities, one a line.");
    }
    if (error.contains("file is passphrase-encrypted")) {
      return messages.notReadHere(
          "is encrypted with a passphrase (age --passphrase), which age reads only from a terminal",
          "Encrypt backups for a recipient (`age --recipient age1…`) instead. To test this one,"
              + " decrypt it by hand first: `age --decrypt --output FILE.dump FILE.dump.age`.");
    }
    if (error.contains("read passphrase")) {
      return messages.keyMissing(
          "is encrypted with age, and the identity file "
              + age.keyFile().orElseThrow()
              + " is itself protected by a passphrase",
          "Set `backups.age.identity-file` to an identity without a passphrase that only the user"
              + " that runs restore-bot may read.");
    }
    if (error.startsWith("reading \"")) {
      return messages.keyMissing(
          "is encrypted with age, and the file "
              + age.keyFile().orElseThrow()
              + " is not an age identity",
          "Set `backups.age.identity-file` to the file that `age-keygen` wrote, or to an SSH"
              + " private key.");
    }
    if (error.contains("failed to read header")) {
      return error.endsWith("EOF")
          ? messages.truncated("in its age header")
          : messages.corrupt("its age header is not valid");
    }
    if (CONTENT.matcher(error).find()) {
      return messages.corrupt("age cannot authenticate its content: it is cut off or was changed");
    }
    return messages.notDecrypted(
        "could not be decrypted by " + age.program() + ": " + ArchiveMessages.clean(error),
        "Run `age --decrypt --identity FILE` by hand as the user that runs restore-bot. This says"
            + " nothing about the backup.");
  }

  private static String error(String errors) {
    Matcher error = ERROR.matcher(errors);
    if (error.find()) {
      return error.group(1).strip();
    }
    return errors
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce((first, last) -> last)
        .orElse("it gave no reason");
  }
}
