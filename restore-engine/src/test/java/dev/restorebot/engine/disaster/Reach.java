package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.docker.DockerAccess;
import dev.restorebot.engine.task.Cancellation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Tries from inside a container what an application that goes astray might reach: its own database,
 * production's by address and by name, a listener on this machine, and a way to other machines.
 */
final class Reach implements AutoCloseable {
  private static final String SCRIPT =
      """
      echo $$
      seconds=10
      tries() { timeout "$seconds" bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null; }
      tries db 5432 && echo "own database"
      tries "$1" 5432 && echo "production by address"
      tries "$2" 5432 && echo "production by name"
      timeout "$seconds" getent hosts "$2" >/dev/null && echo "production's name"
      for host in $3; do tries "$host" "$4" && { echo "this machine"; break; }; done
      seconds=1 # nobody expects an answer there
      for outside in 169.254.169.254:80 192.0.2.1:443 1.1.1.1:53; do
        tries "${outside%:*}" "${outside#*:}" && echo "$outside"
      done
      route=$(while read -r device to by rest; do [ "$to" = 00000000 ] && echo "$by"; done </proc/net/route)
      gateway=$(bash -c 'printf "%d.%d.%d.%d" "0x${0:6:2}" "0x${0:4:2}" "0x${0:2:2}" "0x${0:0:2}"' "$route")
      grep -q "^$gateway  *0x1  *0x2 " /proc/net/arp && echo "a gateway that answers"
      timeout 3 getent hosts example.org >/dev/null && echo "names of the world"
      grep -q -v ' lo$' /proc/net/if_inet6 2>/dev/null && echo "IPv6"
      true
      """;

  private final DockerAccess docker;
  private final String name;
  private final String address;
  private final ServerSocket listener;

  /** Listens on all addresses of this machine. */
  Reach(DockerAccess docker, ComposeUnderTest production) throws IOException {
    this.docker = docker;
    var database =
        docker
            .client()
            .inspectContainerCmd(production.compose("ps", "--quiet", "db").strip())
            .exec();
    this.name = database.getName().substring(1);
    this.address =
        database.getNetworkSettings().getNetworks().values().iterator().next().getIpAddress();
    this.listener = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"));
  }

  /** Returns what was reached, in the order of the attempts. */
  List<String> from(String container) {
    List<String> lines = new ArrayList<>();
    try {
      int unused =
          docker.run(
              container,
              SCRIPT,
              List.of(address, name, hosts(), String.valueOf(listener.getLocalPort())),
              lines::add,
              Cancellation.none());
    } catch (ProblemException e) {
      throw new AssertionError(e);
    }
    return lines;
  }

  /** This machine's addresses: of the bridges of all networks, and the first of its own. */
  private String hosts() {
    Set<String> hosts = new LinkedHashSet<>();
    docker
        .client()
        .listNetworksCmd()
        .exec()
        .forEach(
            network ->
                network.getIpam().getConfig().stream()
                    .map(config -> config.getGateway())
                    .filter(Objects::nonNull)
                    .filter(gateway -> !gateway.contains(":"))
                    .forEach(hosts::add));
    try {
      hosts.add(InetAddress.getLocalHost().getHostAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    hosts.remove(InetAddress.getLoopbackAddress().getHostAddress());
    hosts.removeIf(host -> host.startsWith("127."));
    return String.join(" ", hosts);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
