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
 * Judges a login by SASL PLAIN as Confluent Cloud does: a user name is an API key, a password its secret. The Confluent
 * emulator knows both and says whose the key is; without a clear yes from it nobody comes in. The sandbox's own login is
 * answered from the broker's settings, because the broker is up before the emulator.
 */
public final class KeyCheck implements AuthenticateCallbackHandler {
    private static final Logger log = LoggerFactory.getLogger(KeyCheck.class);
    private static final Pattern owner = Pattern.compile("\"(sa-[a-z0-9]+)\"");
    private static final long patienceMs = 2_000;

    /** Who is behind each name that has logged in. A key never changes its owner, so this cannot become untrue. */
    private static final Map<String, String> principals = new ConcurrentHashMap<>();

    private final HttpClient http = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY)
        .build();
    private Map<String, ?> settings;

    static String principalOf(String name) {
        return principals.get(name);
    }

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        settings = entries.get(0).getOptions();
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        String name = null;
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback asked) {
                name = asked.getDefaultName();
            } else if (callback instanceof PlainAuthenticateCallback asked) {
                String principal = principalOf(name, new String(asked.password()));
                if (principal != null) principals.put(name, principal);
                asked.authenticated(principal != null);
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    /** Who logs in with this name and password; null for nobody. */
    private String principalOf(String name, String password) {
        if (!name.equals(setting("username"))) return ownerOf(name, password);
        boolean same = MessageDigest.isEqual(password.getBytes(UTF_8), setting("password").getBytes(UTF_8));
        return same ? name : null;
    }

    /** Asks the emulator. 401 is its no; every other answer but an owner is a fault, refused and told in the log. */
    private String ownerOf(String key, String secret) {
        String login = Base64.getEncoder().encodeToString((key + ":" + secret).getBytes(UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(setting("ask")))
            .header("Authorization", "Basic " + login)
            .header("Broker-Token", setting("token"))
            .build();
        var asked = http.sendAsync(request, BodyHandlers.ofString());
        try {
            // Until the last byte of the answer: one that trickles in would hold up every other client.
            var answer = asked.get(patienceMs, TimeUnit.MILLISECONDS);
            if (answer.statusCode() == 401) return null;
            var said = owner.matcher(answer.body());
            if (answer.statusCode() == 200 && said.matches()) return said.group(1);
            log.error("A login is refused: asked whose the key is, the Confluent emulator answered {} and no owner.", answer.statusCode());
        } catch (Exception error) {
            if (error instanceof InterruptedException) Thread.currentThread().interrupt();
            asked.cancel(true);
            log.error("A login is refused: asked whose the key is, the Confluent emulator did not answer ({}).", error.toString());
        }
        return null;
    }

    private String setting(String name) {
        return (String) settings.get(name);
    }

    @Override
    public void close() {}
}
