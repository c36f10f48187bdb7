package dev.restorebot.engine.archive;

import dev.restorebot.engine.archive.pgdump.EntryRules;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes archives of any version, valid or hostile, byte by byte as pg_backup_archiver.c does. */
public final class ArchiveWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final int minor;
  private Charset charset = StandardCharsets.UTF_8;

  public ArchiveWriter(int minor) {
    this.minor = minor;
  }

  /** Writes the texts that follow in that character set. */
  ArchiveWriter in(Charset texts) {
    charset = texts;
    return this;
  }

  /** An entry, with setters for what a test wants to be odd. */
  public static final class Entry {
    int id;
    public int hadDumper;
    String kind;
    String name = "t";
    public int section = EntryRules.PRE_DATA;
    String definition = "";
    String copy = "";
    String owner = "alice";
    String withOids = "false";
    String oid = "16385";
    List<String> dependencies = List.of();
    public int offsetFlag = 3;
    long offset;
    byte[] data = new byte[0];

    public Entry(int id, String kind) {
      this.id = id;
      this.kind = kind;
    }

    /** Rows, uncompressed. */
    public static Entry rows(int id, String name, String data) {
      Entry entry = new Entry(id, "TABLE DATA");
      entry.name = name;
      entry.hadDumper = 1;
      entry.section = EntryRules.DATA;
      entry.copy = "COPY t FROM stdin;\n";
      entry.offsetFlag = 2;
      entry.data = data.getBytes(StandardCharsets.UTF_8);
      return entry;
    }
  }

  /** A whole custom archive, not compressed. Offsets of entries that have one are filled in. */
  static byte[] archive(int minor, Entry... entries) {
    return archive(minor, List.of(entries), List.of(entries));
  }

  /** The same, where the data need not be that of the table of contents. */
  static byte[] archive(int minor, List<Entry> toc, List<Entry> blocks) {
    int start = new ArchiveWriter(minor).head(1).toc(toc).bytes().length;
    int at = start;
    for (Entry entry : blocks) {
      if (entry.offsetFlag == 2 && entry.offset == 0) {
        entry.offset = at;
      }
      at += block(entry, minor).length;
    }
    ArchiveWriter writer = new ArchiveWriter(minor).head(1).toc(toc);
    blocks.stream().filter(e -> e.hadDumper == 1).forEach(e -> writer.raw(block(e, minor)));
    return writer.bytes();
  }

  private static byte[] block(Entry entry, int minor) {
    if (entry.hadDumper != 1) {
      return new byte[0];
    }
    ArchiveWriter writer = new ArchiveWriter(minor).raw(1).integer(entry.id);
    return writer.integer(entry.data.length).raw(entry.data).integer(0).bytes();
  }

  /** Up to the table of contents. */
  public ArchiveWriter head(int format) {
    raw("PGDMP".getBytes(StandardCharsets.US_ASCII)).raw(1).raw(minor).raw(0).raw(4).raw(8);
    raw(format);
    if (minor >= 15) {
      raw(0);
    } else {
      integer(0);
    }
    for (int field : List.of(59, 30, 14, 9, 1, 126, 0)) {
      integer(field);
    }
    return text("shop").text("15.18 (Debian 15.18-0+deb12u1)").text("15.18");
  }

  public ArchiveWriter toc(List<Entry> entries) {
    integer(entries.size());
    entries.forEach(this::entry);
    return this;
  }

  void entry(Entry e) {
    integer(e.id).integer(e.hadDumper).text("1259").text(e.oid).text(e.name).text(e.kind);
    integer(e.section).text(e.definition).text("").text(e.copy).text("public").text(null);
    if (minor >= 14) {
      text("heap");
    }
    if (minor >= 16) {
      integer('r');
    }
    text(e.owner).text(e.withOids);
    e.dependencies.forEach(this::text);
    text(null).raw(e.offsetFlag);
    for (int i = 0; i < 8; i++) {
      raw((int) (e.offset >> (8 * i)) & 0xff);
    }
  }

  public ArchiveWriter integer(int value) {
    long magnitude = Math.abs((long) value);
    raw(value < 0 ? 1 : 0);
    for (int i = 0; i < 4; i++) {
      raw((int) (magnitude >> (8 * i)) & 0xff);
    }
    return this;
  }

  ArchiveWriter text(String text) {
    if (text == null) {
      return integer(-1);
    }
    byte[] bytes = text.getBytes(charset);
    return integer(bytes.length).raw(bytes);
  }

  public ArchiveWriter raw(int b) {
    out.write(b);
    return this;
  }

  public ArchiveWriter raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  /** A list that can be added to. */
  static List<Entry> listOf(Entry... entries) {
    return new ArrayList<>(List.of(entries));
  }
}
