/** What nobody writes but as a login: keys of AWS, private keys, tokens of GitHub and Slack, a password in an address. */
export const credentialPattern =
    /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_\w{36}|\bxox[abp]-|:\/\/[^\s:/@]+:[^\s:/@]+@/;
