/** What controls do not see of items that more than one benchmark has. */
export const onlyMetadata = 'only the metadata address has to be blocked; isolation is not asked for';
export const onlyPodSecurity = 'only Pod Security Admission; other admission controllers are not read';
export const onlyItsUse = 'rights and the token of the account default itself are not asked about';
export const noQuotas = 'LimitRange and ResourceQuota are not judged';
export const onlyTakeoverWildcards = "wildcards in resources or verbs of Kubernetes' own groups";
