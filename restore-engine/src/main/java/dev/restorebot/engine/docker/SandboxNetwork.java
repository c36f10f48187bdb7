package dev.restorebot.engine.docker;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.Map;
import java.util.Optional;

/**
 * The network of all sandboxes of an engine: a bridge without a way out.
 *
 * <p>An {@code --internal} network would be the obvious choice, but Docker publishes no port of a
 * container on one, and the bot reaches its sandboxes by a port published on 127.0.0.1. So the
 * bridge is an ordinary one, with three things taken away:
 *
 * <ul>
 *   <li>the default route: containers are told a gateway at which nobody is, so a packet to any
 *       address beyond the bridge goes nowhere;
 *   <li>address translation, should a route be added in spite of that;
 *   <li>traffic between containers on it.
 * </ul>
 *
 * <p>What remains is the bridge's own address: a service of the host that listens on all addresses
 * can be connected to from inside a sandbox. Only a firewall on the host can close that.
 *
 * <p>The network is made when it is missing and stays: taking it away with the last sandbox would
 * race with the next one, which is created some time before it is attached.
 */
public final class SandboxNetwork {
  private static final int TRIES = 4;

  private final DockerConnection docker;
  private final String name;

  public SandboxNetwork(DockerConnection docker, String prefix) {
    this.docker = docker;
    this.name = prefix + "-sandbox";
  }

  /** Returns the network's name after making sure that it exists. */
  public String network() throws ProblemException {
    RuntimeException last = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        if (exists()) {
          return name;
        }
        create();
      } catch (DockerException e) {
        last = e; // somebody else made it, or took the addresses: look again
      } catch (RuntimeException e) {
        throw docker.errors().problem("create the network " + name, e);
      }
    }
    throw docker.errors().problem("create the network " + name, last);
  }

  private boolean exists() {
    try {
      docker.client().inspectNetworkCmd().withNetworkId(name).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private void create() {
    Subnet subnet = freeSubnet();
    docker
        .client()
        .createNetworkCmd()
        .withName(name)
        .withDriver("bridge")
        .withCheckDuplicate(true)
        .withIpam(new Network.Ipam().withConfig(new NobodyAsGateway(subnet)))
        .withOptions(
            Map.of(
                "com.docker.network.bridge.enable_ip_masquerade", "false",
                "com.docker.network.bridge.enable_icc", "false"))
        .withLabels(Map.of(Labels.NETWORK, name))
        .exec();
  }

  /** Lets the engine choose addresses, by making a network and taking it away. */
  private Subnet freeSubnet() {
    DockerClient client = docker.client();
    // By name and not by id, so that a proxy before the engine can tell it from other networks.
    String probeName = name + "-probe-" + Long.toHexString(System.nanoTime());
    client
        .createNetworkCmd()
        .withName(probeName)
        .withDriver("bridge")
        .withLabels(Map.of(Labels.NETWORK, name))
        .exec();
    try {
      Network probe = client.inspectNetworkCmd().withNetworkId(probeName).exec();
      Optional<String> cidr =
          probe.getIpam().getConfig().stream()
              .map(Network.Ipam.Config::getSubnet)
              .filter(subnet -> subnet != null && !subnet.contains(":"))
              .findFirst();
      return Subnet.parse(cidr.orElseThrow(() -> new DockerException("no IPv4 addresses", 500)));
    } finally {
      client.removeNetworkCmd(probeName).exec();
    }
  }

  /** Addresses whose gateway is nobody; the bridge driver's name for it, unknown to docker-java. */
  private static final class NobodyAsGateway extends Network.Ipam.Config {
    private static final long serialVersionUID = 1L;

    private final String gateway;

    NobodyAsGateway(Subnet subnet) {
      withSubnet(subnet.cidr());
      gateway = subnet.lastHost();
    }

    @JsonProperty("AuxiliaryAddresses")
    Map<String, String> auxiliaryAddresses() {
      return Map.of("DefaultGatewayIPv4", gateway);
    }
  }
}
