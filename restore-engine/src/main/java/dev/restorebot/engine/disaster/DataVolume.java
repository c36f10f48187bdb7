package dev.restorebot.engine.disaster;

import java.util.Optional;

/**
 * The storage that production's data really lies on: a volume in Docker, a folder of the machine
 * that the container mounts, or a database in a server that has others too.
 *
 * @param name a volume's name in Docker, such as {@code zenops_postgres_data}; a folder's absolute
 *     path as Docker knows it; a database's name
 * @param key its name in the project's files, such as {@code postgres_data}; for what is swapped by
 *     a mount of the service, the name of that mount's volume; a database's OID, which stays when
 *     it is renamed
 * @param bytes how large the data is
 * @param freeBytes how much is free beside it; {@link #UNKNOWN} when nobody can tell
 * @param kind how it is replaced
 * @param owner user and group that the data belongs to, such as {@code 1000:1000}; empty for the
 *     image's user postgres
 */
public record DataVolume(
    String name, String key, long bytes, long freeBytes, Kind kind, Optional<String> owner) {
  /** The free space beside a database: its server does not tell. */
  public static final long UNKNOWN = -1;

  /** The way in which it is replaced. */
  public enum Kind {
    /** A volume: the override file names another one under its key. */
    NAMED,
    /** A volume whose declaration cannot be replaced: the service mounts another one there. */
    MOUNTED,
    /** A folder: the service mounts another folder there. */
    FOLDER,
    /** A database: another one gets its name. */
    DATABASE
  }

  public DataVolume {
    kind = kind == null ? Kind.NAMED : kind; // earlier versions knew no other
    owner = owner == null ? Optional.empty() : owner; // nor another owner
  }

  /** One whose data belongs to the image's user postgres. */
  public DataVolume(String name, String key, long bytes, long freeBytes, Kind kind) {
    this(name, key, bytes, freeBytes, kind, Optional.empty());
  }

  /** Returns true for a volume that Docker named: no file names it, and a prune removes it. */
  public boolean anonymous() {
    return anonymous(name);
  }

  /** Returns true for a name that Docker gave a volume by itself. */
  public static boolean anonymous(String name) {
    return name.matches("[0-9a-f]{64}");
  }

  /** The name without what earlier restores added to it. */
  public String base() {
    return base(name);
  }

  static String base(String name) {
    return name.replaceFirst("(_restored_\\d{8}_\\d{6})+$", "");
  }

  /** Returns whether that is the path of a folder; Docker's names of volumes have no slash. */
  public static boolean isFolder(String name) {
    return name.startsWith("/");
  }

  /** Returns storage of that name as messages call it. */
  static String called(String name) {
    return (isFolder(name) ? "the folder " : "the volume ") + name;
  }

  /** Returns other storage of this kind as messages call it. */
  public String calls(String other) {
    return kind == Kind.DATABASE ? "the database " + other : called(other);
  }

  /** Returns the word for it in messages. */
  public String noun() {
    return switch (kind) {
      case NAMED, MOUNTED -> "volume";
      case FOLDER -> "folder";
      case DATABASE -> "database";
    };
  }
}
