package dev.restorebot.engine.disaster;

import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.BackupPlace;
import dev.restorebot.engine.sandbox.server.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the commands that fetch, check and read the backup and its archive of uploads. */
record RunbookBackup(DisasterPlan plan) {
  /**
   * Names the backup once, in a variable: the printout then serves for a newer one too, whose
   * SHA-256 a person may give.
   */
  List<String> named() {
    BackupFacts backup = plan.backup();
    String planned = ShellWords.quote(RunbookShell.local(backup.file()).toString());
    List<String> out =
        new ArrayList<>(
            List.of(
                "# For another backup, such as the newest: BACKUP=/path/to/the.dump sh FILE",
                "# To check its SHA-256 too: SHA256=… BACKUP=/path/to/the.dump sh FILE",
                "[ -n \"${BACKUP:-}\" ] || BACKUP=" + planned));
    if (!backup.sha256().isEmpty()) {
      out.add("if [ \"$BACKUP\" = " + planned + " ]; then SHA256=" + backup.sha256() + "; fi");
    }
    return out;
  }

  /** Fetches what is in a remote and compares the checksums, before anything is stopped. */
  List<String> check() {
    List<String> out = new ArrayList<>(plan.target().kind().requireUnused(plan));
    Path file = plan.backup().file();
    BackupPlace.inRemote(file)
        .ifPresent(remote -> out.add("[ -e \"$BACKUP\" ] || " + fetch(remote, file)));
    out.add("#    must print the backup's name and OK; without a SHA-256, its time and size");
    out.add(
        "if [ -n \"${SHA256:-}\" ]; then echo \"$SHA256  $BACKUP\" | sha256sum -c; else ls -l"
            + " \"$BACKUP\"; fi");
    if (plan.newUploadsVolume().isPresent()) {
      UploadsFacts uploads = plan.backup().uploads().orElseThrow();
      BackupPlace.inRemote(uploads.file())
          .ifPresent(remote -> out.add(fetch(remote, uploads.file())));
      Path local = RunbookShell.local(uploads.file());
      out.addAll(
          RunbookShell.must(
              ShellWords.command("echo", uploads.sha256() + "  " + local) + " | sha256sum -c",
              local + ": OK"));
    }
    return out;
  }

  private static String fetch(String remote, Path file) {
    return ShellWords.command("rclone", "copyto", remote, RunbookShell.local(file).toString());
  }

  /**
   * Loads the backup as its name says it is: encrypted, compressed, SQL or an archive.
   *
   * @param psql the command that runs psql
   */
  List<String> load(String psql) {
    String database = ShellWords.quote(plan.target().database());
    String restore =
        psql.replaceFirst(" psql -X", " pg_restore --exit-on-error --no-password")
            + " -d "
            + database;
    String sql = psql + " -q -v ON_ERROR_STOP=1 -d " + database;
    String name = plan.backup().name().toLowerCase(Locale.ROOT);
    boolean encrypted = BackupNames.looksEncrypted(name);
    String plain = encrypted ? name.replaceFirst("\\.\\w+$", "") : name;
    String unpacked = plain.replaceFirst("\\.(gz|zst)$", "");
    boolean isSql = unpacked.endsWith(".sql");
    List<String> out = new ArrayList<>();
    if (!encrypted && !isSql && unpacked.equals(plain)) {
      out.add("#    A backup in custom format:");
      out.add(restore + " <\"$BACKUP\"");
      out.add("#    (a .sql.gz instead: gunzip -c \"$BACKUP\" | " + sql + ")");
    } else {
      out.add("#    A backup that is named as this one; another kind needs other commands here:");
      out.add(
          (encrypted ? decrypt(name) + "\"$BACKUP\"" : "cat \"$BACKUP\"")
              + (plain.endsWith(".gz") ? " | gunzip -c" : "")
              + (plain.endsWith(".zst") ? " | zstd -dc" : "")
              + " | "
              + (isSql ? sql : restore));
    }
    out.addAll(
        RunbookShell.must(
            psql
                + " -d "
                + database
                + " -Atc \"SELECT count(*) > 0 FROM pg_tables WHERE schemaname NOT IN"
                + " ('pg_catalog', 'information_schema')\"",
            "t"));
    return out;
  }

  /** Prints the archive of uploads as a tar. */
  static String unwrapped(UploadsFacts uploads) {
    String file = ShellWords.quote(RunbookShell.local(uploads.file()).toString());
    String name = uploads.name();
    if (!BackupNames.looksEncrypted(name)) {
      return (name.endsWith(".tar") ? "cat " : "gunzip -c ") + file;
    }
    return decrypt(name) + file + (name.matches(".*\\.tar\\.\\w+") ? "" : " | gunzip -c");
  }

  /** The command that decrypts a file of that name, without the file. */
  private static String decrypt(String name) {
    if (name.endsWith(".enc")) {
      return "openssl enc -d -aes-256-cbc -pbkdf2 -iter 200000 -pass env:BACKUP_ENCRYPTION_KEY -in"
          + " ";
    }
    return name.endsWith(".age")
        ? "age --decrypt --identity \"$AGE_IDENTITY_FILE\" "
        : "gpg --decrypt ";
  }
}
