package devmin;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedKeyManager;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * Refuses a TLS client that does not name this server in its handshake (SNI), as Confluent Cloud's shared endpoints do: they
 * find the cluster by that name. Everything else is Kafka's own factory.
 */
public final class ServerNameSslEngineFactory implements SslEngineFactory {
    private static final SNIServerName name = new SNIHostName("localhost");

    private final DefaultSslEngineFactory defaults = new DefaultSslEngineFactory();
    private SSLContext serverContext;

    @Override
    public void configure(Map<String, ?> configs) {
        defaults.configure(configs);
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(defaults.keystore(), null); // the key in a PEM file has no password
            serverContext = SSLContext.getInstance("TLS");
            var manager = (X509ExtendedKeyManager) factory.getKeyManagers()[0];
            serverContext.init(new KeyManager[] {new NamedServerKeyManager(manager)}, null, null);
        } catch (GeneralSecurityException error) {
            throw new KafkaException(error);
        }
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        SSLEngine engine = serverContext.createSSLEngine(peerHost, peerPort);
        engine.setUseClientMode(false);
        return engine;
    }

    /** The broker's connections to itself: Java names no host without a dot by itself. */
    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        SSLEngine engine = defaults.createClientSslEngine(peerHost, peerPort, endpointIdentification);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(name));
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return defaults.shouldBeRebuilt(nextConfigs);
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return defaults.reconfigurableConfigs();
    }

    @Override
    public KeyStore keystore() {
        return defaults.keystore();
    }

    @Override
    public KeyStore truststore() {
        return defaults.truststore();
    }

    @Override
    public void close() throws IOException {
        defaults.close();
    }

    /** Has a certificate only for clients that ask for it by name; without one the handshake fails. */
    private static final class NamedServerKeyManager extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;

        NamedServerKeyManager(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            var session = (ExtendedSSLSession) engine.getHandshakeSession();
            return session.getRequestedServerNames().contains(name) ? keys.chooseEngineServerAlias(keyType, issuers, engine) : null;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null; // Kafka uses engines
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return keys.getServerAliases(keyType, issuers);
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return keys.getClientAliases(keyType, issuers);
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return keys.chooseClientAlias(keyTypes, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }
}
