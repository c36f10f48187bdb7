package dev.restorebot.engine.docker;

/**
 * An IPv4 subnet.
 *
 * @param address its first address
 * @param bits length of its prefix
 */
public record Subnet(int address, int bits) {
  public static Subnet parse(String cidr) {
    String[] parts = cidr.split("/");
    int address = 0;
    for (String octet : parts[0].split("\\.")) {
      address = (address << 8) | Integer.parseInt(octet);
    }
    return new Subnet(address, Integer.parseInt(parts[1]));
  }

  public String cidr() {
    return dotted(address) + "/" + bits;
  }

  /** The last address that a host could have: the one before the broadcast address. */
  public String lastHost() {
    int hosts = (int) ((1L << (32 - bits)) - 1);
    return dotted((address | hosts) - 1);
  }

  private static String dotted(int address) {
    return "%d.%d.%d.%d"
        .formatted(address >>> 24, (address >>> 16) & 0xff, (address >>> 8) & 0xff, address & 0xff);
  }
}
