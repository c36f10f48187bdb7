/** OpenID Connect, through Nimbus: asks a provider who a person is. */
package dev.restorebot.bot.oidc;
