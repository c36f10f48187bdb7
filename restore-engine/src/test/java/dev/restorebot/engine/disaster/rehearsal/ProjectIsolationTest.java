package dev.restorebot.engine.disaster.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectIsolationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DB =
      "'db':{'image':'postgres:15','command':null,'entrypoint':null,'networks':{'default':null},"
          + "'volumes':[{'type':'volume','source':'data','target':'/var/lib/postgresql/data'}]}";

  @TempDir Path folder;
  private RehearsalSettings settings = RehearsalSettings.DEFAULT;

  @BeforeEach
  void files() throws Exception {
    folder = folder.toRealPath();
    Files.writeString(folder.resolve("nginx.conf"), "events {}");
    Files.createDirectories(folder.resolve("app"));
    Files.writeString(folder.resolve("app/main.py"), "print(1)");
  }

  private IsolatedProject isolate(String services, String rest) throws Exception {
    String text =
        ("{'name':'shop','services':{" + DB + "," + services + "}" + rest + "}")
            .replace('\'', '"')
            .replace("FOLDER", folder.toString());
    return new ProjectIsolation(
            RehearsalNames.of("shop", "abc123"),
            new RehearsedStorage(
                "db",
                "/var/lib/postgresql/data",
                "shop_db_rehearsal_1",
                Optional.of(new RehearsedStorage.Uploads("uploads", "shop_uploads_rehearsal_1")),
                Set.of("shop_media")),
            settings,
            new ServiceLimits(1L << 30, 2, 256),
            name -> name.contains("missing") ? Optional.empty() : Optional.of("sha256:" + name),
            folder)
        .of(JSON.readTree(text), List.of("api", "seasonal"));
  }

  private IsolatedProject isolate(String services) throws Exception {
    return isolate(services, "");
  }

  private static JsonNode service(IsolatedProject project, String name) {
    return project.definition().path("services").path(name);
  }

  @Test
  void theDatabaseIsOnTheRestoredVolumeAndEachImageIsTheOneOfThisMachine() throws Exception {
    IsolatedProject project = isolate("'api':{'image':'shop-api:1','environment':{'A':'x$$y'}}");

    assertThat(project.definition().path("name").asText()).isEqualTo("shop-rehearsal-abc123");
    JsonNode mount = service(project, "db").path("volumes").path(0);
    assertThat(mount.path("target").asText()).isEqualTo("/var/lib/postgresql/data");
    JsonNode volume = project.definition().path("volumes").path(mount.path("source").asText());
    assertThat(volume.path("name").asText()).isEqualTo("shop_db_rehearsal_1");
    assertThat(volume.path("external").asBoolean()).isTrue();
    assertThat(service(project, "db").path("volumes")).hasSize(1);
    assertThat(service(project, "api").path("image").asText()).isEqualTo("sha256:shop-api:1");
    assertThat(service(project, "api").path("environment").path("A").asText()).isEqualTo("x$$y");
    assertThat(project.services()).containsExactly("db", "api");
  }

  @Test
  void noNetworkLeadsAnywhere() throws Exception {
    IsolatedProject project =
        isolate(
            "'api':{'image':'a','ports':[{'mode':'ingress','target':8000,'published':'18000',"
                + "'protocol':'tcp','host_ip':'0.0.0.0'}],'extra_hosts':['prod=10.0.0.1'],"
                + "'dns':['8.8.8.8'],'networks':{'front':{'ipv4_address':'10.1.0.9',"
                + "'aliases':['www']},'shared':null}}",
            ",'networks':{'front':{'ipam':{'config':[{'subnet':'10.1.0.0/24'}]}},"
                + "'shared':{'name':'proxy','external':true}}");

    for (JsonNode network : project.definition().path("networks")) {
      assertThat(network.path("internal").asBoolean()).isTrue();
      assertThat(
              network.path("driver_opts").path("com.docker.network.bridge.inhibit_ipv4").asText())
          .isEqualTo("true");
      assertThat(network.has("name") || network.has("external") || network.has("ipam")).isFalse();
    }
    JsonNode api = service(project, "api");
    assertThat(api.path("dns")).hasToString("[\"127.0.0.1\"]");
    assertThat(api.path("networks").path("front")).hasToString("{\"aliases\":[\"www\"]}");
    assertThat(api.has("ports") || api.has("extra_hosts")).isFalse();
    assertThat(project.differences())
        .contains(
            "no port is published",
            "api is without extra_hosts",
            "api is without the fixed addresses of the network front",
            "the network front has other addresses than production's",
            "the network shared is an empty one: production's has others on it");
    assertThat(project.port(URI.create("http://127.0.0.1:18000/readyz")))
        .contains(new IsolatedProject.Port("api", 8000));
    assertThat(project.port(URI.create("http://api:8000/"))).isPresent();
    assertThat(project.port(URI.create("https://shop.example.com/"))).isEmpty();
    assertThat(service(project, RehearsalNames.PROBE).path("networks").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("default", "front", "shared");
  }

  @Test
  void whatReachesBeyondAContainerIsDroppedAndSaid() throws Exception {
    IsolatedProject project =
        isolate(
            "'api':{'image':'a','privileged':true,'pid':'host','ipc':'host',"
                + "'cap_drop':['ALL'],'cap_add':['NET_ADMIN','CAP_CHOWN'],"
                + "'devices':['/dev/kvm'],'container_name':'api-prod','volumes_from':['db'],"
                + "'security_opt':['seccomp:unconfined','no-new-privileges:true'],'userns_mode':'host','new_in_compose':'x',"
                + "'labels':{'traefik.enable':'true'},'init':false}");

    JsonNode api = service(project, "api");
    assertThat(api.fieldNames())
        .toIterable()
        .doesNotContain("privileged", "pid", "ipc", "devices", "container_name")
        .doesNotContain("volumes_from", "userns_mode", "new_in_compose");
    assertThat(api.path("cap_add")).hasToString("[\"CAP_CHOWN\"]");
    assertThat(api.path("security_opt")).hasToString("[\"no-new-privileges:true\"]");
    assertThat(api.path("networks").path("default").path("aliases")).hasToString("[\"api-prod\"]");
    assertThat(project.incomplete()).containsExactly("api");
    assertThat(api.path("labels").has("traefik.enable")).isFalse();
    assertThat(project.differences())
        .contains(
            "api is without cap_add NET_ADMIN, devices, ipc, new_in_compose, pid, privileged,"
                + " security_opt seccomp:unconfined, userns_mode, volumes_from");
  }

  @Test
  void aServiceThatCannotBeRehearsedIsLeftOutWithTheReason() throws Exception {
    settings =
        new RehearsalSettings(
            Set.of("mailer"),
            Map.of("job", List.of("true")),
            Duration.ofHours(1),
            Optional.empty());
    IsolatedProject project =
        isolate(
            "'vpn':{'image':'v','network_mode':'host'},"
                + "'tunnel':{'image':'t','network_mode':'service:vpn'},"
                + "'proxy':{'image':'p','volumes':[{'type':'bind','source':'/var/run/docker.sock',"
                + "'target':'/var/run/docker.sock'}]},"
                + "'old':{'build':{'context':'.'},'image':'missing:1'},"
                + "'mailer':{'image':'m'},'batch':{'image':'b','deploy':{'replicas':0}},"
                + "'job':{'image':'j','command':['send'],'depends_on':{'mailer':{'condition':"
                + "'service_started'},'db':{'condition':'service_healthy','required':true}}},"
                + "'own':{'build':{'context':'.'},'network_mode':'none'}");

    assertThat(project.leftOut())
        .containsOnlyKeys("vpn", "tunnel", "proxy", "old", "mailer", "batch", "seasonal", "api")
        .containsEntry("batch", "production runs none of it")
        .containsEntry("seasonal", "it is in no active profile (disaster.profiles)")
        .containsEntry("vpn", "it uses the host's network")
        .containsEntry("tunnel", "it uses the network of vpn")
        .containsEntry("proxy", "it uses Docker's socket")
        .containsEntry("old", "its image missing:1 is not on this machine");
    assertThat(project.incomplete()).containsExactly("job");
    assertThat(service(project, "own").path("image").asText()).isEqualTo("sha256:shop-own");
    assertThat(service(project, "own").path("network_mode").asText()).isEqualTo("none");
    assertThat(service(project, "job").path("command")).hasToString("[\"true\"]");
    assertThat(service(project, "job").path("depends_on").fieldNames())
        .toIterable()
        .containsExactly("db");
    assertThat(service(project, "job").path("depends_on").path("db").path("condition").asText())
        .isEqualTo("service_healthy");
  }

  @Test
  void productionsVolumesAreReplacedAndSmallFilesOfTheProjectAreCopied() throws Exception {
    IsolatedProject project =
        isolate(
            "'api':{'image':'a','read_only':true,'volumes':["
                + "{'type':'volume','source':'cache','target':'/cache','volume':{}},"
                + "{'type':'volume','source':'uploads','target':'/srv','read_only':true},"
                + "{'type':'volume','target':'/anonymous'},"
                + "{'type':'tmpfs','target':'/tmp'},"
                + "{'type':'bind','source':'FOLDER/app','target':'/app','read_only':true},"
                + "{'type':'bind','source':'FOLDER/nginx.conf','target':'/etc/nginx.conf'},"
                + "{'type':'bind','source':'/etc/passwd','target':'/etc/passwd'},"
                + "{'type':'volume','source':'media','target':'/media','volume':{'nocopy':true}},"
                + "{'type':'bind','source':'FOLDER/absent','target':'/absent'}]}",
            ",'volumes':{'cache':{'name':'shop_cache'},'media':{'name':'shop_media'},'uploads':{'name':'shop_uploads'}}");

    JsonNode volumes = project.definition().path("volumes");
    assertThat(volumes.path("cache").path("name").asText())
        .isEqualTo("shop-rehearsal-abc123_cache");
    assertThat(volumes.path("cache").has("external")).isFalse();
    assertThat(volumes.path("uploads").path("name").asText()).isEqualTo("shop_uploads_rehearsal_1");
    assertThat(project.copies())
        .containsExactly(
            new IsolatedProject.Copy("api", folder.resolve("app"), "/app"),
            new IsolatedProject.Copy("api", folder.resolve("nginx.conf"), "/etc/nginx.conf"));
    assertThat(service(project, "api").path("volumes"))
        .noneMatch(mount -> mount.path("type").asText().equals("bind"));
    assertThat(service(project, "api").has("read_only")).isFalse();
    assertThat(project.differences())
        .contains(
            "api is without /etc/passwd: /etc/passwd is not in the project's folder",
            "api is without the files of the volume media",
            "api is without /absent: " + folder.resolve("absent") + " cannot be read",
            "api may write its root: /etc/nginx.conf is copied into it",
            "new and empty: the volumes cache, media");
  }

  @Test
  void aServiceLacksTheTimeZoneNotAndItsExtensionsSayNothing() throws Exception {
    IsolatedProject project =
        isolate(
            "'api':{'image':'a','x-owner':'team','annotations':{'a':'b'},"
                + "'sysctls':{'net.core.somaxconn':'1024','net.ipv6.conf.all.disable_ipv6':'0'},"
                + "'volumes':[{'type':'bind','source':'/etc/localtime',"
                + "'target':'/etc/localtime'}]}");

    assertThat(service(project, "api").path("sysctls"))
        .hasToString("{\"net.core.somaxconn\":\"1024\"}");
    assertThat(project.differences())
        .containsExactly(
            "seasonal is left out: it is in no active profile (disaster.profiles)",
            "api is without sysctl net.ipv6.conf.all.disable_ipv6");
  }

  @Test
  void aLinkOutOfTheProjectsFolderIsNotFollowed() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
    IsolatedProject project =
        isolate(
            "'api':{'image':'a','volumes':[{'type':'bind','source':'FOLDER/link',"
                + "'target':'/passwd'}]}");

    assertThat(project.copies()).isEmpty();
    assertThat(project.differences())
        .contains(
            "api is without /passwd: " + folder.resolve("link") + " leads out of the project");
  }

  @Test
  void aFixedAddressIsMissedByAllOnItsNetwork() throws Exception {
    IsolatedProject project =
        isolate(
            "'api':{'image':'a','networks':{'back':{'ipv4_address':'10.1.0.9',"
                + "'mac_address':'02:42:ac:11:00:09'}}},"
                + "'web':{'image':'w','networks':{'back':null}},"
                + "'other':{'image':'o'}");

    assertThat(project.differences())
        .contains(
            "api is without the fixed addresses of the network back",
            "web is without the fixed addresses of the network back");
    assertThat(project.incomplete()).containsExactlyInAnyOrder("api", "web");
  }

  @Test
  void aFolderInsideAVolumeIsKeptWhereItWasRestored() throws Exception {
    IsolatedProject project =
        isolate(
            "'api':{'image':'a','volumes':["
                + "{'type':'volume','source':'uploads','target':'/up','volume':{'subpath':'docs'}},"
                + "{'type':'volume','source':'cache','target':'/c','volume':{'subpath':'hot'}}]}");

    JsonNode mounts = service(project, "api").path("volumes");
    assertThat(mounts.path(0).path("volume").path("subpath").asText()).isEqualTo("docs");
    assertThat(mounts.path(1).has("volume")).isFalse();
    assertThat(project.differences()).contains("api is without the folder hot of the volume cache");
  }

  @Test
  void onlyRegularFilesAreSecretsOrConfigs() throws Exception {
    Path elsewhere = Files.createTempFile("key", "");
    Path socket = folder.resolve("docker.sock");
    Files.createSymbolicLink(folder.resolve("link"), elsewhere);
    Files.createSymbolicLink(folder.resolve("to-socket"), socket);
    try (ServerSocketChannel open = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      var unused = open.bind(UnixDomainSocketAddress.of(socket));
      IsolatedProject project =
          isolate(
              "'api':{'image':'a','secrets':[{'source':'link'},{'source':'socket'},"
                  + "{'source':'gone'}],'configs':[{'source':'folder'},{'source':'zero'}]}",
              ",'secrets':{'link':{'file':'FOLDER/link'},'socket':{'file':'FOLDER/to-socket'},"
                  + "'gone':{'file':'FOLDER/gone'}},"
                  + "'configs':{'folder':{'file':'FOLDER/app'},'zero':{'file':'/dev/zero'}}");

      assertThat(project.definition().path("secrets"))
          .hasToString("{\"link\":{\"file\":\"" + elsewhere.toRealPath() + "\"}}");
      assertThat(project.definition().path("configs")).isEmpty();
      assertThat(project.differences())
          .contains(
              "api is without socket of the secrets: "
                  + folder.resolve("to-socket")
                  + " is not a regular file",
              "api is without gone of the secrets: restore-bot cannot see "
                  + folder.resolve("gone"),
              "api is without folder of the configs: "
                  + folder.resolve("app")
                  + " is not a regular file",
              "api is without zero of the configs: /dev/zero is not a regular file");
      assertThat(project.incomplete()).containsExactly("api");
    } finally {
      Files.delete(elsewhere);
    }
  }

  @Test
  void secretsAndConfigsStayAsTheyAre() throws Exception {
    Path unused = Files.writeString(folder.resolve("key"), "secret");
    IsolatedProject project =
        isolate(
            "'api':{'image':'a','secrets':[{'source':'key','target':'/run/secrets/key'},"
                + "{'source':'swarm'}],'configs':[{'source':'conf','target':'/conf'}]}",
            ",'secrets':{'key':{'name':'shop_key','file':'FOLDER/key'},"
                + "'swarm':{'name':'swarm','external':true}},"
                + "'configs':{'conf':{'name':'shop_conf','content':'a: b'}}");

    assertThat(project.definition().path("secrets").fieldNames())
        .toIterable()
        .containsExactly("key");
    assertThat(service(project, "api").path("secrets")).hasSize(1);
    assertThat(project.definition().path("configs").path("conf"))
        .hasToString("{\"content\":\"a: b\"}");
    assertThat(project.differences())
        .contains("api is without swarm of the secrets: it is external");
  }

  @Test
  void eachServiceIsLimitedAndMarked() throws Exception {
    IsolatedProject project =
        isolate("'api':{'image':'a','restart':'always','deploy':{'replicas':3},'mem_limit':'9'}");

    for (String name : List.of("db", "api", RehearsalNames.PROBE)) {
      JsonNode service = service(project, name);
      assertThat(service.path("mem_limit").asLong()).isEqualTo(name.equals("api") ? 9 : 1L << 30);
      assertThat(service.path("oom_score_adj").asInt()).isPositive();
      assertThat(service.path("pids_limit").asLong()).isEqualTo(256);
      assertThat(service.path("labels").path(RehearsalNames.LABEL).asText()).isEqualTo("abc123");
      assertThat(service.has("deploy")).isFalse();
    }
    assertThat(service(project, "api").path("restart").asText()).isEqualTo("on-failure:5");
    assertThat(project.endless()).containsExactly("api");
    assertThat(project.differences()).contains("api has 1 container instead of 3");
    assertThat(project.toString()).doesNotContain("image");
  }
}
