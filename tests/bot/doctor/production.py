"""The settings of a site that others reach."""

PRODUCTION = {
    "HOLI_HOST": "0.0.0.0",
    "HOLI_PUBLIC_URL": "https://holi.example",
    "HOLI_ALLOWED_HOSTS": "holi.example",
    "HOLI_TRUSTED_PROXIES": "10.0.0.5",
    "HOLI_SECRET_KEY": "3kX9vQ-7bWm_2TzR8nLc5YpHs4GdJf6AeUoViKxNqMtBwCyZrE",
    "HOLI_RASA_TOKEN": "a-token-that-nobody-guesses",
    "HOLI_OIDC_ISSUER": "https://login.microsoftonline.com/7d2c9c3a-0c1e-4d55-8f52-b7f1a0d3c401/v2.0",
    "HOLI_OIDC_CLIENT_ID": "3f0b2a52-8f3d-4a57-9f0c-6a3a1d7e9b11",
    "HOLI_OIDC_CLIENT_SECRET": "not-a-real-secret",
    "HOLI_OIDC_GROUPS": "Policy owners=publisher, Auditors=auditor",
    "HOLI_EMBED_ORIGINS": "https://intranet.example",
}
