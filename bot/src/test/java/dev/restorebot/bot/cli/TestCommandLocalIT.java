package dev.restorebot.bot.cli;

import dev.restorebot.engine.testing.RequiresLocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

@RequiresLocalPostgres
class TestCommandLocalIT extends TestCommandContract {
  @Override
  String runtime() {
    return "local";
  }

  @Override
  List<String> existing(String ownPrefix) throws Exception {
    if (!Files.isDirectory(base())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(base())) {
      return folders.map(Path::toString).toList();
    }
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    Files.deleteIfExists(base());
  }
}
