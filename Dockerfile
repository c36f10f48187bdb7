# restore-bot as a container: docker build -t restore-bot .
# docs/deployment.md says how it is run.

FROM debian:trixie-slim AS build
RUN mkdir -p /usr/share/man/man1 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      maven openjdk-21-jdk-headless binutils
WORKDIR /src
COPY pom.xml .
COPY .mvn .mvn
COPY restore-engine restore-engine
COPY bot bot
COPY config config
# Tests ran before; here is no Docker Engine for them.
RUN mvn -B -ntp -q -pl restore-engine,bot -DskipTests -Dmdep.skip -Dspotless.check.skip package
# A Java runtime with what the bot uses, a third of the size of a whole one.
RUN jlink --strip-debug --no-header-files --no-man-pages --compress=zip-6 --output /opt/java \
      --add-modules java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.localedata,jdk.management,jdk.naming.dns,jdk.security.auth,jdk.unsupported,jdk.zipfs \
      --include-locales en

FROM debian:trixie-slim
RUN mkdir -p /usr/share/man/man1 && apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      ca-certificates docker-cli docker-compose rclone \
      fontconfig fonts-dejavu-core libfreetype6 zlib1g \
 && rm -rf /var/lib/apt/lists /var/cache/apt /var/cache/debconf /var/log/*.log /var/log/apt \
      /usr/share/doc /usr/share/man \
 && groupadd --gid 10001 restore-bot \
 && useradd --uid 10001 --gid restore-bot --home-dir /var/lib/restore-bot --create-home restore-bot
COPY --from=build /opt/java /opt/java
COPY --from=build /src/bot/target/restore-bot.jar /opt/restore-bot/restore-bot.jar
COPY config/container/restore-bot config/container/healthy /usr/local/bin/

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
