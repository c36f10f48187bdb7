package dev.restorebot.bot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.restorebot.bot.testing.OwnSandboxes;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drill without the bot, and the removal of the sandbox that it leaves. */
@RequiresLocalPostgres
@Tag("postgres")
class DrillCommandIT {
  @TempDir Path temp;

  private final OwnSandboxes own = new OwnSandboxes("local");

  @AfterEach
  void remove() throws Exception {
    own.clear();
  }

  @Test
  void runsADrillForTheBotToRecordAndRemovesItsSandbox() throws Exception {
    Path backups = Files.createDirectory(temp.resolve("backups"));
    Path samples = Files.createDirectory(temp.resolve("samples"));
    SampleBackups.unpack(samples);
    Files.move(
        samples.resolve(TestCommandContract.GOOD), backups.resolve(TestCommandContract.GOOD));
    Path file =
        Files.writeString(
            temp.resolve("restore-bot.yaml"),
            "backups: {folders: ["
                + backups
                + "]}\n"
                + "drills: [{database: sampleapp, channel: \"slack:C0123ABCD\"}]\n");
    Map<String, String> environment = new HashMap<>(own.environment());
    environment.put("RESTORE_BOT_STATE_DIR", temp.resolve("state").toString());
    environment.put("RESTORE_BOT_CONFIG", file.toString());

    CliRun drill = CliRun.of(environment, "drill").ends(0);
    assertThat(drill.out()).contains("PASSED", "signs it off, when the bot runs again");
    Matcher job = Pattern.compile("restore-bot .*cleanup (\\w+)").matcher(drill.out());
    assertThat(job.find()).as(drill.out()).isTrue();
    assertThat(own.existing()).isNotEmpty();
    assertThat(CliRun.of(environment, "history").ends(0).out()).contains("sampleapp");

    CliRun cleanup = CliRun.of(environment, "cleanup", job.group(1), "--json").ends(0);
    assertThat(new ObjectMapper().readTree(cleanup.out()).get(0).get("title").asText())
        .startsWith("Removed the sandbox of job " + job.group(1));
    assertThat(own.existing()).isEmpty();
    assertThat(CliRun.of(environment, "cleanup", job.group(1)).ends(2).err())
        .contains("It was already removed.");
  }
}
