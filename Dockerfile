# restore-bot as a container: docker build -t restore-bot .
# docs/deployment.md says how it is run, and how far two builds are the same.

FROM debian:trixie-slim AS build
RUN mkdir -p /usr/share/man/man1 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      maven openjdk-21-jdk-headless binutils zip
# A Java runtime with what the bot uses, a third of the size of a whole one.
RUN jlink --strip-debug --no-header-files --no-man-pages --compress=zip-6 --output /image/opt/java \
      --add-modules java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.localedata,jdk.management,jdk.naming.dns,jdk.security.auth,jdk.unsupported,jdk.zipfs \
      --include-locales en
WORKDIR /src
COPY pom.xml .
COPY .mvn .mvn
COPY restore-engine/pom.xml restore-engine/pom.xml
COPY restore-engine/src/main restore-engine/src/main
COPY bot/pom.xml bot/pom.xml
COPY bot/src/main bot/src/main
COPY config config
COPY packaging packaging
# Without tests and checks: they ran before, and here is no Docker Engine for them.
RUN mvn -B -ntp -q -pl restore-engine,bot -Dmdep.skip -Dspotless.check.skip -Dcompiler.checks=-proc:none package
# All that comes from here, at its place and with one time, so that it is the same each time. The
# libraries' native parts for other systems stay behind.
ARG SOURCE_DATE_EPOCH=1795392000
RUN install -D -m 644 -t /image/opt/restore-bot bot/target/restore-bot.jar \
 && zip -q -d /image/opt/restore-bot/restore-bot.jar \
      'org/sqlite/native/Mac/*' 'org/sqlite/native/Windows/*' 'org/sqlite/native/FreeBSD/*' 'org/sqlite/native/Linux-*' \
      'win/*' 'darwin/*' 'aix/*' 'freebsd/*' \
 && install -D -m 755 -t /image/usr/local/bin packaging/restore-bot config/container/healthy \
 && find /image -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# Commands start faster with it. It names files and their times, so it is made where they will be.
RUN cp -a /image/opt/. /opt/ \
 && /opt/java/bin/java -jar /opt/restore-bot/restore-bot.jar generate-class-archive /image/opt/restore-bot/restore-bot.jsa \
 && chmod 644 /image/opt/restore-bot/restore-bot.jsa \
 && find /image -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

FROM debian:trixie-slim
ARG SOURCE_DATE_EPOCH=1795392000
# What is made here gets one time; what the base image has is emptied rather than removed, since the
# mark of a removal has a time of its own.
RUN touch /tmp/begun \
 && printf 'path-exclude=/usr/share/%s/*\n' doc man bash-completion fish zsh lintian >/etc/dpkg/dpkg.cfg.d/restore-bot \
 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      ca-certificates docker-cli docker-compose rclone age gpg gpg-agent \
      fontconfig fonts-dejavu-core libfreetype6 zlib1g \
 && groupadd --gid 10001 restore-bot \
 && useradd --uid 10001 --gid restore-bot --home-dir /var/lib/restore-bot --create-home restore-bot \
 && rm -rf /var/cache/fontconfig && find /var/lib/apt/lists /var/cache/apt -type f -delete \
 && find /var/log /var/cache/ldconfig -type f -newer /tmp/begun -exec truncate -s 0 {} + \
 && find / -xdev -newer /tmp/begun ! -path /proc ! -path /sys ! -path /dev ! -path /tmp/begun \
      ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} + \
 && rm /tmp/begun && touch -d "@$SOURCE_DATE_EPOCH" /tmp
COPY --from=build /image /

ENV RESTORE_BOT_CONFIG=/etc/restore-bot/restore-bot.yaml \
    RESTORE_BOT_STATE_DIR=/var/lib/restore-bot \
    RESTORE_BOT_METRICS_ENABLED=true
USER restore-bot
WORKDIR /var/lib/restore-bot
VOLUME /var/lib/restore-bot
# /healthz answers when the bot is up and its state can be read.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["healthy"]
LABEL org.opencontainers.image.title="restore-bot" \
      org.opencontainers.image.description="Proves that PostgreSQL backups restore, from chat" \
      org.opencontainers.image.licenses="Apache-2.0"
ENTRYPOINT ["restore-bot"]
CMD ["run"]
