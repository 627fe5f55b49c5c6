package devmin;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.plain.PlainAuthenticateCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Authenticates SASL PLAIN clients as Confluent Cloud does: the user name is an API key, the password is its secret. The
 * Confluent emulator checks both and returns the owner of the key; any other response denies access. The credentials of
 * the sandbox itself are checked against the JAAS options, because the broker starts before the emulator.
 */
public final class ApiKeyCallbackHandler implements AuthenticateCallbackHandler {
    private static final Logger log = LoggerFactory.getLogger(ApiKeyCallbackHandler.class);
    private static final Pattern ownerJson = Pattern.compile("\"(sa-[a-z0-9]+)\"");
    private static final long timeoutMs = 2_000;

    /** The principal of each user name that has authenticated. Never stale: a key never changes its owner. */
    private static final Map<String, String> principals = new ConcurrentHashMap<>();

    private final HttpClient http = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .build();
    private Map<String, ?> options;

    static String getPrincipal(String name) {
        return principals.get(name);
    }

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        options = entries.get(0).getOptions();
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        String name = null;
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback nameCallback) {
                name = nameCallback.getDefaultName();
            } else if (callback instanceof PlainAuthenticateCallback authenticateCallback) {
                String principal = authenticate(name, new String(authenticateCallback.password()));
                if (principal != null) principals.put(name, principal);
                authenticateCallback.authenticated(principal != null);
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    /** The principal with this name and password; null where they are wrong. */
    private String authenticate(String name, String password) {
        if (!name.equals(getOption("username"))) return fetchOwner(name, password);
        boolean matches = MessageDigest.isEqual(password.getBytes(UTF_8), getOption("password").getBytes(UTF_8));
        return matches ? name : null;
    }

    /** Asks the emulator for the owner of a key. 401 denies; any other response without an owner denies too and is logged. */
    private String fetchOwner(String key, String secret) {
        String credentials = Base64.getEncoder().encodeToString((key + ":" + secret).getBytes(UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(getOption("ask")))
            .header("Authorization", "Basic " + credentials)
            .header("Broker-Token", getOption("token"))
            .build();
        var pending = http.sendAsync(request, BodyHandlers.ofString());
        try {
            // The timeout covers the whole body: a response that trickles in would block every other client.
            var response = pending.get(timeoutMs, TimeUnit.MILLISECONDS);
            if (response.statusCode() == 401) return null;
            var match = ownerJson.matcher(response.body());
            if (response.statusCode() == 200 && match.matches()) return match.group(1);
            log.error("A login is refused: asked whose the key is, the Confluent emulator answered {} and no owner.", response.statusCode());
        } catch (Exception error) {
            if (error instanceof InterruptedException) Thread.currentThread().interrupt();
            pending.cancel(true);
            log.error("A login is refused: asked whose the key is, the Confluent emulator did not answer ({}).", error.toString());
        }
        return null;
    }

    private String getOption(String name) {
        return (String) options.get(name);
    }

    @Override
    public void close() {}
}
