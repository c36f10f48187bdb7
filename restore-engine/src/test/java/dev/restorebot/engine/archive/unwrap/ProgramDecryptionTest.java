package dev.restorebot.engine.archive.unwrap;

import static dev.restorebot.engine.archive.Fixtures.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.ArchiveMessages;
import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.archive.DecryptionProgram;
import dev.restorebot.engine.archive.Fixtures;
import dev.restorebot.engine.archive.Wrapper;
import dev.restorebot.engine.archive.Wrapping;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.diagnose.Blame;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.task.Cancellation;
import dev.restorebot.engine.task.ProgressListener;
import dev.restorebot.engine.testing.RequiresProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** With the real programs, where they are installed. */
class ProgramDecryptionTest {
  private static final List<Integer> ITERATIONS = List.of(1);
  private static final byte[] NOTHING = {};
  private static final Optional<Path> NONE = Optional.empty();

  @TempDir static Path shared;

  @TempDir Path folder;

  /** SQL that is larger than what the programs read, write and authenticate at once. */
  private static byte[] large() {
    StringBuilder sql = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; sql.length() < 400_000; i++) {
      sql.append("SELECT ").append(i).append(", '").append(random.nextLong()).append("';\n");
    }
    byte[] comment = "\n--\n-- PostgreSQL database dump complete\n--\n\n".getBytes(UTF_8);
    return Wrapping.concat(
        "--\n-- PostgreSQL database dump\n--\n\n".getBytes(UTF_8),
        sql.toString().getBytes(UTF_8),
        comment);
  }

  private static void run(List<String> command, byte[] input, Path output) throws Exception {
    Path in = Files.write(Files.createTempFile(shared, "in", ""), input);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s", command).isZero();
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] changed(byte[] content, int at) {
    byte[] copy = content.clone();
    copy[at] ^= 1;
    return copy;
  }

  private static void check(ArchiveReader reader, Path file, String inside, Wrapper... wrappers)
      throws Exception {
    BackupArchive whole = reader.readWhole(file, ProgressListener.none(), Cancellation.none());
    assertThat(whole.entries()).isEqualTo(Fixtures.whole(Fixtures.path(inside)).entries());
    assertThat(whole.wrappers()).containsExactly(wrappers);
    assertThat(whole.encrypted()).isTrue();
    assertThat(whole.sha256()).isPresent();
    assertThat(reader.inspect(file).wrappers()).containsExactly(wrappers);
  }

  private static Problem complaint(ArchiveReader reader, Path file) {
    Problem problem = Fixtures.complaint(reader, file).orElseThrow();
    assertThat(problem.message()).doesNotContain("SECRET-KEY").doesNotContain("passphrase-1");
    return problem;
  }

  private static void saysNothingAboutTheBackup(
      Problem problem, ProblemCode code, String... words) {
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.code().blame()).isNotEqualTo(Blame.BACKUP);
    assertThat(problem.message() + " " + problem.hint()).contains(words);
  }

  private static void isBroken(Problem problem) {
    assertThat(problem.code().blame()).as("%s", problem).isEqualTo(Blame.BACKUP);
  }

  private static void stopsBeforeItsEnd(ArchiveReader reader, Path file) throws Exception {
    Throwable failure =
        catchThrowable(
            () ->
                reader.readAgain(
                    Fixtures.asRead(file), Cancellation.none(), dump -> dump.readAllBytes()));
    isBroken(((ProblemException) failure).problem());
  }

  @Nested
  class WithoutPrograms {
    @Test
    void aMissingProgramSaysNothingAboutTheBackup() throws IOException {
      Path identity = write("identity", new byte[] {'x'});
      ArchiveReader reader =
          new ArchiveReader(
              new ArchiveKey(
                  "",
                  ITERATIONS,
                  new DecryptionProgram("/nowhere/age", Optional.of(identity)),
                  new DecryptionProgram("no-such-gpg", NONE)));
      Path age = write("a.dump.age", "age-encryption.org/v1\n-> X25519 a\n".getBytes(UTF_8));
      Path gpg = write("a.dump.asc", "-----BEGIN PGP MESSAGE-----\n\nhQEMA2ae\n".getBytes(UTF_8));

      Problem missing = complaint(reader, age);
      saysNothingAboutTheBackup(
          missing,
          ProblemCode.DECRYPTION_FAILED,
          "a.dump.age is encrypted with age, and the program /nowhere/age could not be run.",
          "apt-get install age",
          "backups.age.program");
      assertThat(missing.code().blame()).isEqualTo(Blame.ENVIRONMENT);
      saysNothingAboutTheBackup(
          complaint(reader, gpg),
          ProblemCode.DECRYPTION_FAILED,
          "the program no-such-gpg could not be run",
          "apt-get install gnupg");
    }

    @Test
    void aMissingKeyFileNamesTheSetting() throws IOException {
      Path absent = folder.resolve("absent");
      ArchiveReader reader =
          new ArchiveReader(
              new ArchiveKey(
                  "",
                  ITERATIONS,
                  new DecryptionProgram("age", Optional.of(absent)),
                  new DecryptionProgram("gpg", Optional.of(absent))));
      Path age = write("a.age", "age-encryption.org/v1\n-> X25519 a\n".getBytes(UTF_8));
      Path gpg = write("a.gpg", "-----BEGIN PGP MESSAGE-----\n\nhQEMA2ae\n".getBytes(UTF_8));

      saysNothingAboutTheBackup(
          complaint(new ArchiveReader(ArchiveKey.none()), age),
          ProblemCode.KEY_MISSING,
          "no identity is configured",
          "`backups.age.identity-file`");
      saysNothingAboutTheBackup(
          complaint(reader, age), ProblemCode.KEY_MISSING, absent + " cannot be read");
      saysNothingAboutTheBackup(
          complaint(reader, gpg), ProblemCode.KEY_MISSING, "`backups.gpg.passphrase-file`");
    }
  }

  @Nested
  class Ends {
    private static final ArchiveMessages MESSAGES = new ArchiveMessages(Path.of("a.dump"));

    private final AgeCommand age =
        new AgeCommand(new DecryptionProgram("age", Optional.of(Path.of("/key"))), MESSAGES);
    private final GpgCommand gpg = new GpgCommand(DecryptionProgram.gpg(), MESSAGES);

    @Test
    void whatAProgramIsNotKnownToSaySaysNothingAboutTheBackup() {
      String opened = "[GNUPG:] DECRYPTION_KEY A B u\n[GNUPG:] PLAINTEXT 62 1 \n";
      for (Optional<Problem> failure :
          List.of(
              age.failure(1, "Error: the file is not for you\n\n"),
              age.failure(137, ""),
              gpg.failure(2, "gpg: a new complaint\n"),
              gpg.failure(2, opened + "gpg: out of core in secure memory\n"),
              gpg.failure(137, opened),
              gpg.failure(0, ""))) {
        saysNothingAboutTheBackup(
            failure.orElseThrow(),
            ProblemCode.DECRYPTION_FAILED,
            "a.dump could not be decrypted by ",
            "This says nothing about the backup.");
      }
    }

    @Test
    void aSuccessNeedsBothTheExitCodeAndTheStatus() {
      assertThat(age.failure(0, "")).isEmpty();
      assertThat(gpg.failure(0, "[GNUPG:] DECRYPTION_OKAY\n[GNUPG:] GOODMDC\n")).isEmpty();
      assertThat(gpg.failure(2, "[GNUPG:] DECRYPTION_OKAY\n")).isPresent();
      assertThat(gpg.failure(0, "gpg: [GNUPG:] DECRYPTION_OKAY\n")).isPresent();
    }

    @Test
    void theWordsOfGpg24AreKnown() {
      assertThat(
              gpg.failure(
                  2,
                  "gpg: problem with the agent: No pinentry\n"
                      + "[GNUPG:] ERROR symkey_decrypt.maybe_error 11_BAD_PASSPHRASE\n"
                      + "gpg: decryption failed: Bad session key\n"))
          .get()
          .extracting(Problem::code)
          .isEqualTo(ProblemCode.KEY_MISSING);
      assertThat(
              gpg.failure(
                  2,
                  "[GNUPG:] NO_SECKEY E374F4715A33C0C1\n"
                      + "gpg: public key decryption failed: Bad passphrase\n"))
          .get()
          .extracting(Problem::code)
          .isEqualTo(ProblemCode.BAD_DECRYPT);
      isBroken(
          gpg.failure(
                  2,
                  "[GNUPG:] PLAINTEXT 62 1 \n"
                      + "gpg: zlib inflate problem: incorrect data check\n"
                      + "[GNUPG:] ERROR zlib.inflate 33554521\n")
              .orElseThrow());
      isBroken(gpg.failure(2, "gpg: block_filter: pending bytes!\n").orElseThrow());
    }

    @Test
    void theWordsOfAge12AreKnown() {
      assertThat(
              age.failure(
                  1,
                  "age: error: no identity matched any of the recipients\n"
                      + "age: report unexpected\n"))
          .get()
          .extracting(Problem::code)
          .isEqualTo(ProblemCode.BAD_DECRYPT);
      isBroken(
          age.failure(
                  1,
                  "age: error: failed to decrypt and authenticate payload chunk, file may be"
                      + " corrupted or tampered with\n")
              .orElseThrow());
    }
  }

  @Nested
  @RequiresProgram("age")
  class OfAge {
    private Path identity;
    private String recipient;
    private ArchiveReader reader;

    @BeforeEach
    void makeKeys() throws Exception {
      identity = folder.resolve("identity");
      recipient = key(identity);
      reader = reader(identity);
    }

    private static String key(Path file) throws Exception {
      run(List.of("age-keygen"), NOTHING, file);
      return Files.readString(file)
          .lines()
          .filter(line -> line.startsWith("# public key: "))
          .map(line -> line.substring("# public key: ".length()))
          .findFirst()
          .orElseThrow();
    }

    private ArchiveReader reader(Path identityFile) {
      return new ArchiveReader(
          new ArchiveKey(
              "",
              ITERATIONS,
              new DecryptionProgram("age", Optional.of(identityFile)),
              DecryptionProgram.gpg()));
    }

    private byte[] encrypt(byte[] content, String... options) throws Exception {
      Path out = folder.resolve("encrypted");
      List<String> command = new ArrayList<>(List.of("age", "--recipient", recipient));
      command.addAll(List.of(options));
      run(command, content, out);
      return Files.readAllBytes(out);
    }

    @Test
    void everyFormatIsReadToItsEnd() throws Exception {
      for (String inside :
          List.of("pg15-custom.dump", "pg15-tar.tar", "pg15-plain.sql", "pg15-custom-pipe.dump")) {
        check(reader, write("n", encrypt(bytes(inside))), inside, Wrapper.AGE);
        check(
            reader,
            write("n", encrypt(Wrapping.zstd(bytes(inside)), "--armor")),
            inside,
            Wrapper.AGE,
            Wrapper.ZSTD);
      }
    }

    @Test
    void anotherIdentityIsABadDecrypt() throws Exception {
      Path other = folder.resolve("other");
      key(other);
      Path file = write("a.dump.age", encrypt(bytes("pg15-custom.dump")));
      saysNothingAboutTheBackup(
          complaint(reader(other), file),
          ProblemCode.BAD_DECRYPT,
          "bad decrypt: a.dump.age cannot be decrypted. The identity file "
              + other
              + " has no key");
    }

    @Test
    void aFileThatIsNoIdentityNamesTheSetting() throws Exception {
      Path file = write("a.dump.age", encrypt(bytes("pg15-custom.dump")));
      for (String content : List.of("", "garbage\n", "AGE-SECRET-KEY-1GARBAGE\n")) {
        saysNothingAboutTheBackup(
            complaint(reader(write("bad", content.getBytes(UTF_8))), file),
            ProblemCode.KEY_MISSING,
            "is not an age identity",
            "`backups.age.identity-file`");
      }
    }

    @Test
    void whatIsCutOffOrChangedIsBroken() throws Exception {
      for (byte[] dump : List.of(bytes("pg15-custom.dump"), large(), Wrapping.gzip(large()))) {
        byte[] encrypted = encrypt(dump);
        int length = encrypted.length;
        for (int end : List.of(40, 150, 190, 201, length / 2, length - 16, length - 1)) {
          isBroken(complaint(reader, write("cut", Arrays.copyOf(encrypted, end))));
        }
        for (int at : List.of(100, 170, 201, 230, length / 2, length - 1)) {
          Problem problem = complaint(reader, write("changed", changed(encrypted, at)));
          // Changed where the session key is, it does not differ from another recipient's.
          if (at > 165) {
            isBroken(problem);
          }
        }
        isBroken(complaint(reader, write("more", Wrapping.concat(encrypted, new byte[] {1}))));
      }
    }

    @Test
    void aChangeAtTheEndStopsAStreamBeforeItsEnd() throws Exception {
      byte[] encrypted = encrypt(large());
      stopsBeforeItsEnd(reader, write("a.sql.age", changed(encrypted, encrypted.length - 1)));
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @RequiresProgram("gpg")
  class OfGpg {
    private static final String PASSPHRASE = "passphrase-1";

    private Path gpg;
    private Path passphrase;
    private ArchiveReader reader;

    @BeforeAll
    void makeKeys() throws Exception {
      gpg = inHome(Files.createDirectory(shared.resolve("home")));
      passphrase = Files.writeString(shared.resolve("passphrase"), PASSPHRASE + "\n");
      makeKey("open", "");
      makeKey("locked", PASSPHRASE);
      reader = reader(gpg, NONE);
    }

    @AfterAll
    void endAgents() throws Exception {
      if (gpg != null) {
        forgetPassphrases();
      }
    }

    /** gpg with a keyring of its own. */
    private Path inHome(Path home) throws IOException {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
      Path script = home.resolve("gpg");
      Files.writeString(
          script, "#!/bin/sh\nGNUPGHOME=" + home + "\nexport GNUPGHOME\nexec gpg \"$@\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
      return script;
    }

    private void makeKey(String name, String secret) throws Exception {
      List<String> how = List.of("--batch", "--pinentry-mode", "loopback", "--passphrase", secret);
      Path listing = shared.resolve("listing");
      run(words(how, "--quick-gen-key", name, "ed25519", "cert", "never"), NOTHING, listing);
      run(words(List.of("--with-colons"), "--list-keys", name), NOTHING, listing);
      String fingerprint =
          Files.readString(listing)
              .lines()
              .filter(line -> line.startsWith("fpr:"))
              .map(line -> line.split(":")[9])
              .findFirst()
              .orElseThrow();
      run(words(how, "--quick-add-key", fingerprint, "cv25519", "encr"), NOTHING, listing);
    }

    private List<String> words(List<String> first, String... more) {
      List<String> all = new ArrayList<>(List.of(gpg.toString()));
      all.addAll(first);
      all.addAll(List.of(more));
      return all;
    }

    private void forgetPassphrases() throws Exception {
      run(
          List.of("gpgconf", "--homedir", gpg.getParent().toString(), "--kill", "gpg-agent"),
          NOTHING,
          shared.resolve("killed"));
    }

    private ArchiveReader reader(Path program, Optional<Path> passphraseFile) {
      return new ArchiveReader(
          new ArchiveKey(
              "",
              ITERATIONS,
              DecryptionProgram.age(),
              new DecryptionProgram(program.toString(), passphraseFile)));
    }

    private byte[] encrypt(byte[] content, String... options) throws Exception {
      Path out = folder.resolve("encrypted");
      run(words(List.of("--batch", "--trust-model", "always"), options), content, out);
      return Files.readAllBytes(out);
    }

    private byte[] encryptFor(String key, byte[] content) throws Exception {
      return encrypt(content, "--encrypt", "--recipient", key);
    }

    private byte[] encryptWithPassphrase(byte[] content) throws Exception {
      return encrypt(
          content,
          "--pinentry-mode",
          "loopback",
          "--passphrase-file",
          passphrase.toString(),
          "--no-symkey-cache",
          "--s2k-count",
          "65536",
          "--symmetric");
    }

    @Test
    void everyFormatIsReadToItsEnd() throws Exception {
      for (String inside : List.of("pg15-custom.dump", "pg15-tar.tar", "pg15-plain.sql")) {
        check(reader, write("n", encryptFor("open", bytes(inside))), inside, Wrapper.OPENPGP);
        check(
            reader,
            write(
                "n", encrypt(Wrapping.gzip(bytes(inside)), "-e", "--armor", "--recipient", "open")),
            inside,
            Wrapper.OPENPGP,
            Wrapper.GZIP);
      }
    }

    @Test
    void aPassphraseIsReadFromItsFile() throws Exception {
      ArchiveReader withPassphrase = reader(gpg, Optional.of(passphrase));
      byte[] dump = bytes("pg15-custom.dump");
      Path locked = write("locked", encryptFor("locked", dump));
      Path symmetric = write("symmetric", encryptWithPassphrase(dump));
      forgetPassphrases();
      check(withPassphrase, locked, "pg15-custom.dump", Wrapper.OPENPGP);
      check(withPassphrase, symmetric, "pg15-custom.dump", Wrapper.OPENPGP);
    }

    @Test
    void withoutThePassphraseTheSettingIsNamed() throws Exception {
      byte[] dump = bytes("pg15-custom.dump");
      for (byte[] encrypted : List.of(encryptFor("locked", dump), encryptWithPassphrase(dump))) {
        forgetPassphrases();
        saysNothingAboutTheBackup(
            complaint(reader, write("a.dump.gpg", encrypted)),
            ProblemCode.KEY_MISSING,
            "a.dump.gpg is encrypted with OpenPGP, and gpg needs a passphrase for it.",
            "`backups.gpg.passphrase-file`");
      }
    }

    @Test
    void aWrongPassphraseIsABadDecrypt() throws Exception {
      ArchiveReader wrong =
          reader(gpg, Optional.of(write("wrong", "not this one\n".getBytes(UTF_8))));
      byte[] dump = bytes("pg15-custom.dump");
      for (byte[] encrypted : List.of(encryptFor("locked", dump), encryptWithPassphrase(dump))) {
        forgetPassphrases();
        saysNothingAboutTheBackup(
            complaint(wrong, write("a.dump.gpg", encrypted)),
            ProblemCode.BAD_DECRYPT,
            "bad decrypt: a.dump.gpg cannot be decrypted. The passphrase is not the one",
            "`backups.gpg.passphrase-file`");
      }
    }

    @Test
    void withoutTheSecretKeyItsIdIsNamed() throws Exception {
      Path stranger = inHome(Files.createDirectory(folder.resolve("stranger")));
      Path file = write("a.dump.gpg", encryptFor("open", bytes("pg15-custom.dump")));
      Problem problem = complaint(reader(stranger, NONE), file);
      saysNothingAboutTheBackup(
          problem, ProblemCode.KEY_MISSING, "gpg has no secret key of it", "gpg --import KEY.asc");
      assertThat(problem.message()).containsPattern("for the key [0-9A-F]{16},");
    }

    @Test
    void whatGpgRefusesForItsAgeSaysNothingAboutTheBackup() throws Exception {
      byte[] encrypted =
          encrypt(
              bytes("pg15-custom.dump"), "--rfc2440", "--disable-mdc", "-e", "--recipient", "open");
      Problem problem = complaint(reader, write("a.dump.gpg", encrypted));
      // gpg 2.4 no longer writes such messages.
      assertThat(problem.code().blame()).isNotEqualTo(Blame.BACKUP);
      assertThat(problem.message()).contains("without integrity protection");
    }

    @Test
    void whatIsCutOffOrChangedIsBroken() throws Exception {
      for (byte[] dump : List.of(bytes("pg15-custom.dump"), large())) {
        for (byte[] encrypted : List.of(encryptFor("open", dump), encryptWithPassphrase(dump))) {
          ArchiveReader withPassphrase = reader(gpg, Optional.of(passphrase));
          int length = encrypted.length;
          for (int end : List.of(length / 2, length - 16, length - 1)) {
            isBroken(complaint(withPassphrase, write("cut", Arrays.copyOf(encrypted, end))));
          }
          for (int at : List.of(300, length / 2, length - 1)) {
            isBroken(complaint(withPassphrase, write("changed", changed(encrypted, at))));
          }
          isBroken(
              complaint(
                  withPassphrase,
                  write("more", Wrapping.concat(encrypted, "more".getBytes(UTF_8)))));
        }
      }
    }

    /** gpg exits with 0 when a message ends after the packet with its session key. */
    @Test
    void aCutBeginningIsNeverPassed() throws Exception {
      byte[] encrypted = encryptFor("open", bytes("pg15-custom.dump"));
      for (int end = 1; end < 140; end += 7) {
        assertThat(Fixtures.complaint(reader, write("cut", Arrays.copyOf(encrypted, end))))
            .isPresent();
      }
    }

    @Test
    void aChangeAtTheEndStopsAStreamBeforeItsEnd() throws Exception {
      byte[] encrypted = encryptFor("open", large());
      stopsBeforeItsEnd(reader, write("a.sql.gpg", changed(encrypted, encrypted.length - 1)));
    }
  }
}
