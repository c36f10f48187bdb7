package dev.restorebot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSandboxProvider;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.testing.Exhaustive;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import dev.restorebot.engine.testing.Slow;
import dev.restorebot.engine.testing.SourceDatabase;
import dev.restorebot.engine.testing.Tars;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.VerifySettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ways to spoil a backup of a small shop, after a good one of it has passed: none passes without
 * the loss being named.
 */
@Slow
@RequiresDocker
@RequiresLocalPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpoiledBackupIT {
  @TempDir private static Path folder;
  private SourceDatabase source;
  private SandboxProvider sandboxes;
  private EngineUnderTest engine;
  private String plain;

  /** Makes the spoiled backup at a place. */
  private interface Spoiling {
    void make(SpoiledBackupIT good, Path place) throws Exception;
  }

  /**
   * A way to spoil a backup.
   *
   * @param named a part of what the report has to say about it
   */
  private record Spoiled(String how, Spoiling spoiling, Outcome outcome, String named) {
    @Override
    public String toString() {
      return how;
    }
  }

  @BeforeAll
  void start() throws Exception {
    source = new SourceDatabase(15);
    try (InputStream in = getClass().getResourceAsStream("/everything/shop.sql")) {
      source.psql(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    plain = Files.readString(source.dump(folder.resolve("plain"), "-Fp"));
    sandboxes = new LocalSandboxProvider(LocalSettings.withDefaults());
    engine =
        new EngineUnderTest(sandboxes, "", new VerifySettings(List.of(), Optional.of("abc123")));
    for (String format : List.of("-Fc", "-Fp")) {
      Job good = engine.restore(source.dump(folder.resolve("app_db_good" + format), format));
      assertThat(EngineUnderTest.report(good).outcome()).isEqualTo(Outcome.PASSED);
      assertThat(words(EngineUnderTest.report(good))).doesNotContain("warning");
      assertThat(engine.engine().cleanUp(good.id(), Actor.BOT)).isPresent();
    }
  }

  @AfterAll
  void stop() throws Exception {
    engine.close();
    sandboxes.close();
    source.close();
  }

  /** Every third way; the others are of the same kinds: options of pg_dump, plain SQL, a folder. */
  @ParameterizedTest
  @MethodSource("sample")
  void neverPassesWithoutTheLossBeingNamed(Spoiled spoiled) throws Exception {
    isNamed(spoiled);
  }

  @Exhaustive
  @ParameterizedTest
  @MethodSource("ways")
  void noneOfAllWaysPassesWithoutTheLossBeingNamed(Spoiled spoiled) throws Exception {
    isNamed(spoiled);
  }

  private void isNamed(Spoiled spoiled) throws Exception {
    Path place = folder.resolve("app_db_" + spoiled.how().replaceAll("\\W+", "_"));
    spoiled.spoiling().make(this, place);

    Job job = engine.restore(place);

    Report report = EngineUnderTest.report(job);
    assertThat(report.outcome()).as(words(report)).isEqualTo(spoiled.outcome());
    assertThat(words(report)).contains(spoiled.named());
    engine.engine().cleanUp(job.id(), Actor.BOT);
  }

  private static String words(Report report) {
    return Stream.concat(
            report.problems().stream().map(problem -> problem.code() + " " + problem.message()),
            report.checks().stream()
                .filter(check -> !check.status().equals("skipped"))
                .map(check -> check.name() + " " + check.status() + ": " + check.detail()))
        .collect(Collectors.joining("\n"));
  }

  static Stream<Spoiled> sample() {
    List<Spoiled> all = ways().toList();
    return IntStream.range(0, all.size()).filter(i -> i % 3 == 0).mapToObj(all::get);
  }

  static Stream<Spoiled> ways() {
    return Stream.of(
        // by options of pg_dump
        dumped("one table's data left out", "orders", "-Fc", "--exclude-table-data=orders"),
        dumped("one table's data left out, plain", "orders", "-Fp", "--exclude-table-data=orders"),
        dumped("one table left out", "archived", "-Fc", "--exclude-table=archived"),
        dumped("one table left out, plain", "archived", "-Fp", "--exclude-table=archived"),
        dumped("no keys and indexes", "key", "-Fc", "--section=pre-data", "--section=data"),
        dumped("no keys and indexes, plain", "key", "-Fp", "--section=pre-data", "--section=data"),
        dumped("structure only", "rows", "-Fc", "--schema-only"),
        dumped("structure only, plain", "rows", "-Fp", "--schema-only"),
        dumped("structure before data only", "rows", "-Fc", "--section=pre-data"),
        dumped("data only", "data", "-Fc", "--data-only"),
        dumped("data only, plain", "data", "-Fp", "--data-only"),
        dumped("a single table", "orders", "-Fc", "--table=customers"),
        dumped("a single schema", "orders", "-Fc", "--schema=sales"),
        dumped("one schema left out", "sales", "-Fc", "--exclude-schema=sales"),
        warned(dumped("no large objects", "large object", "-Fc", "--no-blobs")),
        warned(dumped("no large objects, plain", "large object", "-Fp", "--no-blobs")),
        // plain SQL, changed
        edited("cut in the middle of the data", "ends", sql -> sql.substring(0, at(sql, "\n30\t"))),
        edited("cut before the keys", "ends", sql -> sql.substring(0, at(sql, "ADD CONSTRAINT"))),
        edited("one COPY taken out", "orders", sql -> without(sql, "COPY public.orders ", "\\.\n")),
        edited(
            "one COPY without rows",
            "orders",
            sql -> sql.replaceAll("(?s)(COPY public.orders [^\n]*\n).*?(\\\\\\.\n)", "$1$2")),
        edited(
            "most rows of a table gone",
            "items",
            sql -> sql.replaceAll("(?m)^(?:1|2)\\d\\d\t\\d+\titem \\d+\n", "")),
        edited(
            "a row gone that others refer to",
            "orders_customer",
            sql -> sql.replaceAll("(?m)^7\tperson7@.*\n", "")),
        edited("the rows of two tables swapped", "customers", SpoiledBackupIT::swapped),
        edited("a row twice", "customers", sql -> sql.replaceAll("(?m)^(7\tperson7@.*\n)", "$1$1")),
        edited(
            "a row with a field too few",
            "customers",
            sql -> sql.replaceAll("(?m)^(7\tperson7@[^\t]*)\t.*\n", "$1\n")),
        edited("one primary key taken out", "archived_pkey", sql -> altered(sql, "archived_pkey")),
        edited(
            "one foreign key taken out", "orders_customer", sql -> altered(sql, "orders_customer")),
        warned(
            edited(
                "one check taken out",
                "total_positive",
                sql -> sql.replaceAll(",\\s+CONSTRAINT total_positive[^\n]*", ""))),
        edited(
            "one index taken out",
            "orders_by_customer",
            sql -> without(sql, "CREATE INDEX orders_by_customer", ";\n")),
        edited(
            "one view taken out",
            "totals",
            sql -> without(sql, "CREATE VIEW public.totals", ";\n")),
        edited(
            "one trigger taken out",
            "checked",
            sql -> without(sql, "CREATE TRIGGER checked", ";\n")),
        warned(
            edited(
                "one sequence value taken out",
                "orders_id_seq",
                sql -> without(sql, "SELECT pg_catalog.setval('public.orders_id_seq'", ";\n"))),
        warned(
            edited(
                "a sequence set back",
                "orders_id_seq",
                sql -> sql.replaceAll("(setval\\('public.orders_id_seq', )\\d+", "$11"))),
        warned(
            edited(
                "one default taken out",
                "orders",
                sql ->
                    without(
                        sql, "ALTER TABLE ONLY public.orders ALTER COLUMN id SET DEFAULT", ";\n"))),
        warned(
            edited(
                "one column's type changed",
                "table public.items",
                sql ->
                    sql.replaceFirst(
                        "(CREATE TABLE public.items \\(\\s+id integer NOT NULL,\\s+ordered)"
                            + " integer",
                        "$1 bigint"))),
        edited("one partition taken out", "payments_2026", SpoiledBackupIT::withoutPartition),
        warned(
            edited(
                "one trigger disabled",
                "checked",
                sql -> added(sql, "ALTER TABLE public.orders DISABLE TRIGGER checked;"))),
        edited(
            "rows deleted at the end",
            "items",
            sql -> added(sql, "DELETE FROM public.items WHERE id = 5;")),
        edited("a table emptied at the end", "items", sql -> added(sql, "TRUNCATE public.items;")),
        edited(
            "a table dropped at the end", "items", sql -> added(sql, "DROP TABLE public.items;")),
        edited("never committed", "commit", sql -> "BEGIN;\n" + withoutTransactions(sql)),
        edited(
            "rolled back",
            "ROLLBACK",
            sql -> "BEGIN;\n" + added(withoutTransactions(sql), "ROLLBACK;")),
        edited("another revision", "alembic", sql -> sql.replaceAll("(?m)^abc123$", "old000")),
        warned(
            edited("text decoded wrongly", "text-encoding", sql -> sql.replace("Köln", "KÃ¶ln"))),
        warned(
            edited(
                "text replaced by question marks",
                "text-encoding",
                sql -> sql.replace("Köln", "K\uFFFDln"))),
        unverified(
            edited(
                "another database appended",
                "2 databases",
                sql -> sql + "\\connect other\n\n" + sql)),
        edited("nothing but a query", "no table", sql -> "SELECT 1;\n"),
        edited("nothing at all", "empty", sql -> ""),
        // a folder of pg_dump, changed
        folder("one data file gone", "public.items", dir -> Files.delete(data(dir, 0))),
        folder("one data file cut", "cut off", dir -> cut(data(dir, 0), 0.5)),
        folder("one data file empty", "cut off", dir -> Files.write(data(dir, 0), new byte[0])),
        folder(
            "one data file without rows",
            "public.items",
            dir ->
                Files.write(data(dir, 0), Tars.gzip("\\.\n\n\n".getBytes(StandardCharsets.UTF_8)))),
        folder("two data files swapped", "public.items", dir -> swap(data(dir, 0), data(dir, 1))),
        folder(
            "a data file with something behind",
            "bytes that are not gzip",
            dir -> append(data(dir, 0))),
        folder(
            "the table of contents cut",
            "table of contents",
            dir -> cut(dir.resolve("toc.dat"), 0.7)),
        unverified(
            folder(
                "the table of contents gone",
                "no toc.dat",
                dir -> Files.delete(dir.resolve("toc.dat")))),
        folder(
            "the list of large objects gone",
            "blobs.toc",
            dir -> Files.delete(dir.resolve("blobs.toc"))));
  }

  /** The same that only warns: the backup may be a faithful copy. */
  private static Spoiled warned(Spoiled spoiled) {
    return new Spoiled(spoiled.how(), spoiled.spoiling(), Outcome.PASSED, spoiled.named());
  }

  /** The same that is not read as one backup, which says nothing about what is in it. */
  private static Spoiled unverified(Spoiled spoiled) {
    return new Spoiled(
        spoiled.how(), spoiled.spoiling(), Outcome.COULD_NOT_VERIFY, spoiled.named());
  }

  private interface Edit {
    String of(String sql);
  }

  private interface FolderEdit {
    void of(Path folder) throws IOException;
  }

  private static Spoiled dumped(String how, String named, String... options) {
    return new Spoiled(
        how, (good, place) -> good.source.dump(place, options), Outcome.FAILED, named);
  }

  private static Spoiled edited(String how, String named, Edit edit) {
    return new Spoiled(
        how,
        (good, place) -> {
          String spoiled = edit.of(good.plain);
          assertThat(spoiled).isNotEqualTo(good.plain);
          Files.writeString(place, spoiled);
        },
        Outcome.FAILED,
        named);
  }

  private static Spoiled folder(String how, String named, FolderEdit edit) {
    return new Spoiled(
        how, (good, place) -> edit.of(good.source.dump(place, "-Fd")), Outcome.FAILED, named);
  }

  private static int at(String sql, String part) {
    assertThat(sql).contains(part);
    return sql.indexOf(part);
  }

  private static String without(String sql, String from, String to) {
    int begin = at(sql, from);
    return sql.substring(0, begin) + sql.substring(sql.indexOf(to, begin) + to.length());
  }

  private static String altered(String sql, String constraint) {
    int name = at(sql, "ADD CONSTRAINT " + constraint);
    int begin = sql.lastIndexOf("ALTER TABLE", name);
    return sql.substring(0, begin) + sql.substring(sql.indexOf(";\n", name) + 2);
  }

  private static String added(String sql, String statement) {
    return sql.replace(
        "--\n-- PostgreSQL database dump complete",
        statement + "\n\n--\n-- PostgreSQL database dump complete");
  }

  /** pg_dump loads large objects in transactions of their own, which would end any other. */
  private static String withoutTransactions(String sql) {
    return sql.replace("\nBEGIN;\n", "\n").replace("\nCOMMIT;\n", "\n");
  }

  private static String swapped(String sql) {
    return sql.replace("COPY public.customers ", "COPY public.swap ")
        .replace("COPY public.items ", "COPY public.customers ")
        .replace("COPY public.swap ", "COPY public.items ");
  }

  private static String withoutPartition(String sql) {
    String attached =
        without(
            sql, "ALTER TABLE ONLY public.payments ATTACH PARTITION public.payments_2026", ";\n");
    String created = without(attached, "CREATE TABLE public.payments_2026", ";\n");
    String rows = without(created, "COPY public.payments_2026", "\\.\n");
    String key = altered(rows, "payments_2026_pkey");
    return without(
        key, "ALTER INDEX public.payments_pkey ATTACH PARTITION public.payments_2026", ";\n");
  }

  /** The data files of tables, the largest first. */
  private static Path data(Path folder, int place) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d+\\.dat\\.gz"))
          .sorted(Comparator.comparingLong((Path file) -> file.toFile().length()).reversed())
          .toList()
          .get(place);
    }
  }

  private static void cut(Path file, double part) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, (int) (all.length * part)));
  }

  private static void swap(Path one, Path other) throws IOException {
    byte[] bytes = Files.readAllBytes(one);
    Files.write(one, Files.readAllBytes(other));
    Files.write(other, bytes);
  }

  private static void append(Path file) throws IOException {
    Files.write(file, new byte[] {1, 2, 3}, java.nio.file.StandardOpenOption.APPEND);
  }
}
