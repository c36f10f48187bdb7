package dev.restorebot.engine.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes tars of files, good ones and hostile ones. */
public final class Tars {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream out;

  public Tars() {
    this.out = new TarArchiveOutputStream(bytes, 512, "UTF-8");
    out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    out.setAddPaxHeadersForNonAsciiNames(true);
  }

  /** The same with GNU tar's long names. */
  public Tars gnu() {
    out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    out.setAddPaxHeadersForNonAsciiNames(false);
    return this;
  }

  public Tars file(String name, String content) {
    TarArchiveEntry entry = entry(name, TarArchiveEntry.LF_NORMAL);
    entry.setSize(content.getBytes(UTF_8).length);
    return add(entry, content.getBytes(UTF_8));
  }

  /** A file with an owner and a mode of its own. */
  public Tars file(String name, String content, int owner, int mode) {
    TarArchiveEntry entry = entry(name, TarArchiveEntry.LF_NORMAL);
    entry.setSize(content.getBytes(UTF_8).length);
    entry.setIds(owner, owner + 1);
    entry.setMode(mode);
    return add(entry, content.getBytes(UTF_8));
  }

  public Tars folder(String name, int owner, int mode) {
    TarArchiveEntry entry = entry(name, TarArchiveEntry.LF_DIR);
    entry.setIds(owner, owner + 1);
    entry.setMode(mode);
    return add(entry, new byte[0]);
  }

  public Tars link(String name, String target) {
    TarArchiveEntry entry = entry(name, TarArchiveEntry.LF_SYMLINK);
    entry.setLinkName(target);
    return add(entry, new byte[0]);
  }

  /** With the owner of what it is another name of, as tar writes it. */
  public Tars hardLink(String name, String target, int owner) {
    TarArchiveEntry entry = entry(name, TarArchiveEntry.LF_LINK);
    entry.setIds(owner, owner + 1);
    entry.setLinkName(target);
    return add(entry, new byte[0]);
  }

  public Tars device(String name) {
    return add(entry(name, TarArchiveEntry.LF_CHR), new byte[0]);
  }

  public byte[] tar() {
    try {
      out.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] gz() {
    return gzip(tar());
  }

  public static byte[] gzip(byte[] data) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static TarArchiveEntry entry(String name, byte kind) {
    return new TarArchiveEntry(name, kind, true);
  }

  private Tars add(TarArchiveEntry entry, byte[] content) {
    try {
      out.putArchiveEntry(entry);
      out.write(content);
      out.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
