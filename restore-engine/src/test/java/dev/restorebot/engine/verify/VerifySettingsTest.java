package dev.restorebot.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifySettingsTest {
  @Test
  void aDisasterRestoreTriesNoRole() {
    CheckSettings asked = CheckSettings.DEFAULT.asRole(new CheckSettings.AsRole("app", true));
    VerifySettings settings = new VerifySettings(List.of("users"), Optional.empty(), asked);

    assertThat(settings.at(Level.DEEP).ladder().asRole()).isPresent();
    assertThat(settings.forDisaster().ladder().asRole()).isEmpty();
    assertThat(settings.forDisaster().keyTables()).containsExactly("users");
  }
}
