package devmin;

import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SaslAuthenticationContext;
import org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder;

/** The principal that ACLs name is the service account that owns the API key, as in Confluent Cloud, not the key itself. */
public final class ServiceAccountPrincipalBuilder extends DefaultKafkaPrincipalBuilder {
    public ServiceAccountPrincipalBuilder() {
        super(null, null); // No Kerberos and no client certificates: only the serialization of principals is inherited.
    }

    @Override
    public KafkaPrincipal build(AuthenticationContext context) {
        String name = ((SaslAuthenticationContext) context).server().getAuthorizationID();
        return new KafkaPrincipal(KafkaPrincipal.USER_TYPE, ApiKeyCallbackHandler.getPrincipal(name));
    }
}
