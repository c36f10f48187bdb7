package dev.restorebot.engine.backup.rclone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RcloneTextsTest {
  private static RcloneRemote remote(String spec) {
    return new RcloneRemote(spec, "rclone", Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"box:", "off site:a/b", "box:a/b/", ":s3,env_auth:bucket", "b2.x-y:z"})
  void takesWhatRcloneTakes(String spec) {
    assertThat(remote(spec).at("x.dump")).endsWith("x.dump").startsWith(spec.substring(0, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "box", "/srv/backups", "--config=x:", "-v:", "../x", "a\nb:"})
  void refusesWhatIsNoRemote(String spec) {
    assertThatThrownBy(() -> remote(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rclone listremotes");
  }

  @Test
  void showsNoOptionOfAConnectionString() {
    RcloneRemote remote = remote(":s3,secret_access_key=hush:bucket/db");

    assertThat(remote.shown()).isEqualTo(":s3,…:bucket/db");
    assertThat(
            RcloneFailure.of(
                remote, "be listed", "2026/11/24 07:00:00 ERROR : no " + remote.spec()))
        .hasMessageNotContaining("hush");
  }

  @Test
  void showsNoCredentialOfAnAddress() {
    String said =
        "2026/11/24 07:00:00 Failed to cat: Get \"https://u:pw@host/x?X-Amz-Signature=abc\": EOF";

    assertThat(RcloneFailure.of(remote("box:"), "be listed", said))
        .hasMessageContaining("Failed to cat")
        .hasMessageNotContaining("pw@")
        .hasMessageNotContaining("abc");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b.dump, true",
    "../b.dump, false",
    "a/../../b, false",
    "/etc/passwd, false",
    "a//b, false",
    "./a, false",
    "'', false",
    "--config=x, true"
  })
  void takesNoPathThatLeadsOut(String path, boolean plain) {
    assertThat(new RcloneEntry(path, 1, "2026-01-01T00:00:00Z", false).isPlain()).isEqualTo(plain);
  }
}
