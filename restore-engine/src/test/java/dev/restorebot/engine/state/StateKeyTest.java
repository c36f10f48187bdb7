package dev.restorebot.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateKeyTest {
  @TempDir Path folder;

  @Test
  void opensWhatItSealedAcrossARestart() throws Exception {
    Path file = folder.resolve("facts.key");
    String sealed = StateKey.open(file).seal("a secret", "one");
    assertThat(sealed).doesNotContain("secret");
    assertThat(StateKey.open(file).unseal(sealed, "one")).contains("a secret");
    assertThat(StateKey.existing(file).orElseThrow().unseal(sealed, "one")).contains("a secret");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void sealsTheSameTextDifferentlyEachTime() throws Exception {
    StateKey key = StateKey.open(folder.resolve("facts.key"));
    assertThat(key.seal("a secret", "one")).isNotEqualTo(key.seal("a secret", "one"));
  }

  @Test
  void doesNotOpenWhatAnotherKeyOrPurposeSealedOrWhatWasChanged() throws Exception {
    StateKey key = StateKey.open(folder.resolve("facts.key"));
    String sealed = key.seal("a secret", "one");
    assertThat(key.unseal(sealed, "two")).isEmpty();
    assertThat(StateKey.open(folder.resolve("other.key")).unseal(sealed, "one")).isEmpty();
    assertThat(key.unseal("A" + sealed.substring(1).replace(sealed.charAt(30), 'x'), "one"))
        .isEmpty();
    assertThat(key.unseal("no base64!", "one")).isEmpty();
    assertThat(key.unseal("", "one")).isEmpty();
  }

  @Test
  void createsNoKeyForWhoeverOnlyReads() throws Exception {
    Path file = folder.resolve("facts.key");
    assertThat(StateKey.existing(file)).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void refusesAFileThatHoldsNoKeyAndLeavesItAsItIs() throws Exception {
    Path file = Files.writeString(folder.resolve("facts.key"), "short");
    assertThatThrownBy(() -> StateKey.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no key");
    assertThat(file).hasContent("short");
  }
}
