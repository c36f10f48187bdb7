package dev.restorebot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Replaces what is between two comments of a Markdown file. */
final class Document {
  private Document() {}

  /**
   * Writes a text between {@code <!-- benchmark: NAME -->} and {@code <!-- end -->}.
   *
   * @throws IOException also when the file has no such comments
   */
  static void write(Path file, String name, String text) throws IOException {
    String all = Files.readString(file);
    String mark = "<!-- benchmark: " + name + " -->\n";
    int begin = all.indexOf(mark);
    int end = all.indexOf("<!-- end -->", begin);
    if (begin < 0 || end < 0) {
      throw new IOException(file + " has no place for the table " + name);
    }
    Files.writeString(
        file, all.substring(0, begin + mark.length()) + text.strip() + "\n" + all.substring(end));
  }
}
