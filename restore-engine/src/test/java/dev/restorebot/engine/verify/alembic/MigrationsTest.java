package dev.restorebot.engine.verify.alembic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.verify.CheckResult;
import dev.restorebot.engine.verify.CheckStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  @TempDir Path folder;

  private void migration(String id, String down, String title) throws IOException {
    Files.writeString(
        folder.resolve(id + ".py"),
        """
        \"""%s

        Revision ID: %s
        revision = "not this one"
        \"""
        from typing import Sequence, Union
        import sqlalchemy as sa  # revision = "nor this"

        revision: str = '%s'
        down_revision: Union[str, Sequence[str], None] = %s
        branch_labels = None
        depends_on = None


        def upgrade() -> None:
            revision = "nor that"
            op.execute('''
        down_revision = "x"
        ''')
        """
            .formatted(title, id, id, down));
  }

  private void history() throws IOException {
    migration("a1", "None", "create users");
    migration("b2", "'a1'", "add orders");
    migration("c3", "\"a1\"", "add documents");
    migration("d4", "(\n    'b2',  # one branch\n    'c3',\n)", "merge");
    migration("e5", "'d4'", "add payroll");
  }

  private CheckResult compare(Optional<String> head, String... found) throws IOException {
    return AlembicCheck.compare(Migrations.read(folder), Set.of(found), head);
  }

  @Test
  void aFileSaysWhatItIs() throws IOException {
    history();

    assertThat(PythonRevision.read(Files.readString(folder.resolve("d4.py"))))
        .contains(new PythonRevision("d4", Set.of("b2", "c3"), "merge"));
    assertThat(PythonRevision.read("import os\n")).isEmpty();
    assertThat(PythonRevision.read("revision = r'x'\ndown_revision = ['y']; depends_on = 'z'\n"))
        .contains(new PythonRevision("x", Set.of("y", "z"), "?"));
  }

  @Test
  void atTheHeadPasses() throws IOException {
    history();

    assertThat(compare(Optional.empty(), "e5").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(compare(Optional.of("d4"), "d4").status()).isEqualTo(CheckStatus.PASSED);
  }

  @Test
  void behindNamesWhatIsMissing() throws IOException {
    history();

    CheckResult result = compare(Optional.empty(), "b2");
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.detail())
        .isEqualTo("at b2, 3 behind: c3 (add documents), d4 (merge), e5 (add payroll)");
    assertThat(compare(Optional.empty(), "b2", "c3").detail()).contains("2 behind: d4");
  }

  @Test
  void aheadOfTheExpectedHeadFails() throws IOException {
    history();

    assertThat(compare(Optional.of("d4"), "e5").detail())
        .isEqualTo("at e5, 1 ahead: e5 (add payroll)");
    assertThat(compare(Optional.of("b2"), "c3").detail())
        .isEqualTo("at c3, 1 behind: b2 (add orders); 1 ahead: c3 (add documents)");
  }

  @Test
  void aRevisionThatTheFolderDoesNotHaveFails() throws IOException {
    history();

    CheckResult result = compare(Optional.empty(), "f6");
    assertThat(result.status()).isEqualTo(CheckStatus.FAILED);
    assertThat(result.detail()).contains("at f6, which the migrations do not have");
  }

  @Test
  void twoHeadsAreBothExpected() throws IOException {
    history();
    migration("f6", "'d4'", "another branch");

    assertThat(compare(Optional.empty(), "e5", "f6").status()).isEqualTo(CheckStatus.PASSED);
    assertThat(compare(Optional.empty(), "e5").detail()).contains("1 behind: f6");
  }

  @Test
  void aSetThatIsNotWholeSaysNothingOfTheBackup() throws IOException {
    history();
    Files.delete(folder.resolve("c3.py"));
    assertThatThrownBy(() -> Migrations.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("d4 follows c3, which is missing");

    history();
    Files.copy(folder.resolve("c3.py"), folder.resolve("copy.py"));
    assertThatThrownBy(() -> Migrations.read(folder)).hasMessageContaining("two files define");
    assertThatThrownBy(() -> Migrations.read(folder.resolve("none")))
        .isInstanceOf(IOException.class);
    assertThat(compareHead("zz").status()).isEqualTo(CheckStatus.COULD_NOT_VERIFY);
  }

  private CheckResult compareHead(String head) throws IOException {
    Files.delete(folder.resolve("copy.py"));
    return compare(Optional.of(head), "e5");
  }
}
