/** What an operator has allowed, and what a campaign's author has acknowledged. */
export const privilegedImage = `registry.example/busybox@sha256:${'0123456789abcdef'.repeat(4)}`;
export const acknowledged = { image: privilegedImage, acknowledge: 'RootOnNodes' } as const;
