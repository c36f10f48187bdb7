package dev.restorebot.bot.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.testing.RequiresCompose;
import dev.restorebot.engine.testing.RequiresDocker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bot that only tests cannot make what would lead to the host or to production. */
@RequiresDocker(images = {"postgres:15-alpine", "nginx:stable-alpine"})
@RequiresCompose
@Tag("docker")
@Tag("compose")
class DockerProxyBodiesIT {
  private static final String CREATE = "/containers/create?name=story-restore-test-abc123";
  private static final String PREPARE =
      "/containers/create?name=restore-bot-prepared-1c9a24b8-60ab";
  private static final String EXEC = "/containers/story-restore-test-abc123/exec";

  @TempDir static Path temp;
  private static ProxyUnderTest proxy;

  @BeforeAll
  static void start() throws Exception {
    proxy = new ProxyUnderTest(temp, "tests");
  }

  @AfterAll
  static void stop() throws Exception {
    proxy.close();
  }

  @Test
  void whatTheBotSendsIsPassedOn() throws Exception {
    assertThat(proxy.post(CREATE, Requests.container())).contains("404", "none-such");
    assertThat(proxy.post(CREATE, copying())).contains("404", "none-such");
    assertThat(proxy.post(PREPARE, Requests.prepared())).contains("404", "none-such");
    assertThat(proxy.post(EXEC, Requests.exec())).contains("404", "No such container");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Privileged":null          | "Privileged":true
          "Privileged":null          | "privileged":true
          "Privileged":null          | "\\u0050rivileged":true
          "Privileged":null          | "Privileged":null,"Privileged":true
          "Binds":null               | "Binds":["/:/host"]
          "Binds":null               | "bindſ":["/:/host"]
          "Type":"volume"            | "Type":"bind"
          "Source":"story-dfce4473_restore_test_20261125_210659" | "Source":"zenops_postgres_data"
          "Source":"story-dfce4473_restore_test_20261125_210659" | "Source":"/"
          "VolumeOptions":null       | "VolumeOptions":{"DriverConfig":{"Options":{"type":"none","o":"bind","device":"/"}}}
          "NetworkMode":"story-dfce4473-sandbox" | "NetworkMode":"host"
          "NetworkMode":"story-dfce4473-sandbox" | "NetworkMode":"container:zenops-db-1"
          "PidMode":null             | "PidMode":"host"
          "IpcMode":null             | "IpcMode":"host"
          "UsernsMode":null          | "UsernsMode":"host"
          "CapAdd":null              | "CapAdd":["SYS_ADMIN"]
          "CapDrop":["ALL"]          | "CapDrop":null
          "CapDrop":["ALL"]          | "CapDrop":["ALL"],"CapDrop":null
          "SecurityOpt":["no-new-privileges"] | "SecurityOpt":["no-new-privileges"],"securityopt":null
          "CapDrop":["ALL"]          | "CapDrop":[]
          "SecurityOpt":["no-new-privileges"] | "SecurityOpt":["apparmor=unconfined"]
          "SecurityOpt":["no-new-privileges"] | "SecurityOpt":null
          "Devices":null             | "Devices":[{"PathOnHost":"/dev/sda"}]
          "DeviceCgroupRules":null   | "DeviceCgroupRules":["a *:* rwm"]
          "VolumesFrom":null         | "VolumesFrom":["zenops-db-1"]
          "Volumes":{}               | "Volumes":{"/:/host":{}}
          "Runtime":null             | "Runtime":"other"
          "CgroupParent":null        | "CgroupParent":"/"
          "Sysctls":null             | "Sysctls":{"net.ipv4.ip_forward":"1"}
          "User":"postgres"          | "User":"root"
          "User":"postgres"          | "User":null
          "HostIp":"127.0.0.1"       | "HostIp":"0.0.0.0"
          "Type":"json-file"         | "Type":"syslog"
          "Shell":null               | "Shell":null,"HostConfig":{"Privileged":true}
          "NetworkingConfig":null    | "NetworkingConfig":{"EndpointsConfig":{"bridge":{}}}
          """)
  void aContainerThat(String as, String instead) throws Exception {
    assertRefused(CREATE, Requests.container(), body -> replace(body, as, instead));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "ReadOnly":true | "ReadOnly":false
          "ReadOnly":true | "ReadOnly":null
          "Source":"restore_bot_prepared_1c9a24b8_60ab" | "Source":"zenops_postgres_data"
          "NoCopy":true   | "NoCopy":true,"Subpath":"../.."
          """)
  void aContainerWhosePreparedFolder(String as, String instead) throws Exception {
    assertRefused(CREATE, copying(), body -> replace(body, as, instead));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Privileged":null    | "Privileged":true
          "Binds":null         | "Binds":["/:/host"]
          "Type":"volume"      | "Type":"bind"
          "DriverConfig":null  | "DriverConfig":{"Options":{"type":"none","o":"bind","device":"/"}}
          "Source":"restore_bot_prepared_1c9a24b8_60ab" | "Source":"story_restore_test_20261125_210659"
          "NetworkMode":"none" | "NetworkMode":"bridge"
          "CapDrop":["ALL"]    | "CapDrop":null
          "CapDrop":["ALL"]    | "CapDrop":["ALL"],"capDrop":null
          "PidsLimit":64       | "PidsLimit":null
          "SecurityOpt":["no-new-privileges"] | "SecurityOpt":null
          "User":"postgres"    | "User":"root"
          """)
  void aPreparationThat(String as, String instead) throws Exception {
    assertRefused(PREPARE, Requests.prepared(), body -> replace(body, as, instead));
  }

  @Test
  void aPreparationUnderTheNameOfASandbox() throws Exception {
    assertRefused(CREATE, Requests.prepared(), UnaryOperator.identity());
    assertRefused(PREPARE, Requests.container(), UnaryOperator.identity());
  }

  /** A sandbox that copies the prepared data folder. */
  private static String copying() throws IOException {
    return Requests.container()
        .replaceFirst(
            "(\"Mounts\":\\[\\{[^]]*})]",
            "$1,"
                + "{\"Type\":\"volume\",\"Source\":\"restore_bot_prepared_1c9a24b8_60ab\","
                + "\"Target\":\"/restore-bot-prepared\",\"ReadOnly\":true,\"BindOptions\":null,"
                + "\"VolumeOptions\":{\"NoCopy\":true,"
                + "\"Labels\":{\"a\":\"b\"},\"DriverConfig\":null},\"TmpfsOptions\":null}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Privileged":null | "Privileged":true
          "Privileged":null | "PRIVILEGED":true
          "User":"postgres" | "User":"0"
          "User":"postgres" | "User":"postgres","User":null
          "User":"postgres" | "User":null
          """)
  void aProgramThat(String as, String instead) throws Exception {
    assertRefused(EXEC, Requests.exec(), body -> replace(body, as, instead));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "DriverOpts":null | "DriverOpts":{"type":"none","o":"bind","device":"/"}
          "DriverOpts":null | "DriverOpts":null,"driveropts":{"type":"none","o":"bind","device":"/"}
          "Driver":null     | "Driver":"other"
          {"Name":"story-dfce4473_restore_test_20261125_210659" | {"Name":"zenops_postgres_data"
          """)
  void aVolumeThat(String as, String instead) throws Exception {
    assertRefused("/volumes/create", Requests.volume(), body -> replace(body, as, instead));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Driver":"bridge"               | "Driver":"macvlan"
          enable_ip_masquerade":"false"   | enable_ip_masquerade":"true"
          enable_icc":"false"             | enable_icc":"true"
          "com.docker.network.bridge.enable_icc":"false" | "com.docker.network.bridge.name":"docker0"
          ,"com.docker.network.bridge.enable_icc":"false" | ``
          "Name":"story-dfce4473-sandbox" | "Name":"zenops_default"
          "Internal":null                 | "ConfigFrom":{"Network":"a"}
          """)
  void aNetworkThat(String as, String instead) throws Exception {
    // Map.of writes the options in an order of its own.
    String body =
        Requests.network()
            .replaceFirst(
                "\"Options\":\\{\"com[^}]*}",
                "\"Options\":{\"com.docker.network.bridge.enable_ip_masquerade\":\"false\","
                    + "\"com.docker.network.bridge.enable_icc\":\"false\"}");
    assertRefused(
        "/networks/create", body, whole -> replace(whole, as, instead == null ? "" : instead));
  }

  @Test
  void whatIsTooLargeToBeLookedAt() throws Exception {
    String filling = "\"Env\":[\"A=" + "x".repeat(1 << 20) + "\",";
    String answer = proxy.post(CREATE, replace(Requests.container(), "\"Env\":[", filling));

    assertThat(answer).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void aSecondBodyAfterTheFirst() throws Exception {
    assertRefused(CREATE, Requests.container(), body -> body + "{\"HostConfig\":{}}");
  }

  @Test
  void whatComesInPieces() throws Exception {
    String body = replace(Requests.container(), "\"Privileged\":null", "\"Privileged\":true");
    String first = body.substring(0, 100);
    String second = body.substring(100);
    String answer =
        proxy.send(
            "POST %s HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: application/json\r\nX-Restore-Bot-Body: fits\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n"
                .formatted(CREATE, first.length(), first, second.length(), second));

    assertThat(ProxyUnderTest.isRefusal(answer)).as(answer).isTrue();
  }

  private static void assertRefused(String path, String body, UnaryOperator<String> change)
      throws IOException {
    String answer = proxy.post(path, change.apply(body));

    assertThat(ProxyUnderTest.isRefusal(answer)).as(answer).isTrue();
  }

  private static String replace(String body, String as, String instead) {
    assertThat(body).contains(as);
    return body.replace(as, instead);
  }
}
