package dev.restorebot.engine.sandbox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformTest {
  @Test
  void isNamedAsTheArtifactsAre() {
    assertThat(Platform.of("Linux", "amd64", false)).isEqualTo("linux-amd64");
    assertThat(Platform.of("Linux", "aarch64", true)).isEqualTo("linux-arm64v8-alpine");
    assertThat(Platform.of("Mac OS X", "x86_64", false)).isEqualTo("darwin-amd64");
  }

  @Test
  void thisBuildBringsEveryServer() {
    assertThat(Bundle.ALL).allMatch(bundle -> bundle.isHere(Platform.ofThisMachine()));
  }
}
