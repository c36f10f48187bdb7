package dev.restorebot.engine.backup.rclone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.restorebot.engine.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A folder served by a real server on loopback, and an rclone.conf that leads to it. */
final class Served implements AutoCloseable {
  private final Path folder;
  private final Path config;
  private final Process server;
  private final int port;

  private Served(Path folder, Path config, Process server, int port) {
    this.folder = folder;
    this.config = config;
    this.server = server;
    this.port = port;
  }

  /** Where the server keeps its files. */
  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  RcloneRemote remote() {
    return remote("box:");
  }

  RcloneRemote remote(String spec) {
    return new RcloneRemote(spec, "rclone", Optional.of(config));
  }

  /** No server: a remote of this machine. */
  static Served locally(Path temp) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("served"));
    return new Served(folder, config(temp, "type = alias\nremote = " + folder), null, 0);
  }

  static Served overWebDav(Path temp) throws Exception {
    int port = FreePort.find();
    Path folder = Files.createDirectories(temp.resolve("served"));
    Process server = rcloneServe("webdav", port, folder, List.of());
    return new Served(folder, webDav(temp, port), server, port).awaited();
  }

  /** A configuration that leads to a WebDAV server on that port. */
  static Path webDav(Path temp, int port) throws IOException {
    return config(temp, "type = webdav\nvendor = other\nurl = http://127.0.0.1:" + port);
  }

  /** The same files over another port, where something stands between. */
  Served through(Path temp, int otherPort) throws IOException {
    return new Served(folder, webDav(temp, otherPort), null, otherPort);
  }

  static Served overSftp(Path temp) throws Exception {
    int port = FreePort.find();
    Path folder = Files.createDirectories(temp.resolve("served"));
    String password = "only-on-loopback";
    Process server =
        rcloneServe("sftp", port, folder, List.of("--user", "tester", "--pass", password));
    Path config =
        config(
            temp,
            "type = sftp\nhost = 127.0.0.1\nport = %d\nuser = tester\npass = %s\nshell_type = none"
                .formatted(port, obscured(password)));
    return new Served(folder, config, server, port).awaited();
  }

  /** S3Proxy over a folder; the build puts its jar into the folder that the property names. */
  static Served overS3(Path temp) throws Exception {
    int port = FreePort.find();
    Path data = temp.resolve("s3");
    Files.createDirectories(data);
    Path properties =
        Files.writeString(
            temp.resolve("s3proxy.properties"),
            """
            s3proxy.endpoint=http://127.0.0.1:%d
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=tester
            s3proxy.credential=only-on-loopback
            jclouds.provider=filesystem-nio2
            jclouds.filesystem.basedir=%s
            """
                .formatted(port, data));
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("restorebot.s3proxy"),
                "--properties",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("s3proxy.log").toFile())
            .start();
    Path config =
        config(
            temp,
            """
            type = s3
            provider = Other
            access_key_id = tester
            secret_access_key = only-on-loopback
            endpoint = http://127.0.0.1:%d
            force_path_style = true
            """
                .formatted(port));
    return new Served(data, config, server, port).awaited();
  }

  /** A new bucket of that name. */
  Served bucket(String name) throws Exception {
    rclone("mkdir", "box:" + name);
    return new Served(folder.resolve(name), config, null, port);
  }

  /** Runs rclone as whoever makes the backups does. */
  void rclone(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("rclone", "--config", config.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("AWS_CA_BUNDLE");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Process rcloneServe(String what, int port, Path folder, List<String> more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "rclone", "serve", what, "--addr", "127.0.0.1:" + port, "--dir-cache-time", "0s"));
    command.addAll(more);
    command.add(folder.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolveSibling("server.log").toFile())
        .start();
  }

  private static String obscured(String password) throws Exception {
    Process process = new ProcessBuilder("rclone", "obscure", password).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }

  private static Path config(Path temp, String section) throws IOException {
    return Files.writeString(
        Files.createTempFile(temp, "rclone", ".conf"), "[box]\n" + section + "\n");
  }

  private Served awaited() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return this;
      } catch (IOException e) {
        if (System.nanoTime() > deadline || !server.isAlive()) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (server != null) {
      server.destroy();
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }
}
