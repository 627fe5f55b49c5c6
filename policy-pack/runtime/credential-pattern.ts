/** Strings that are certainly credentials: AWS access keys, private keys, GitHub and Slack tokens, a password in a URL. */
export const credentialPattern =
    /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_\w{36}|\bxox[abp]-|:\/\/[^\s:/@]+:[^\s:/@]+@/;
