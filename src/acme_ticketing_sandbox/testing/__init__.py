"""The pytest fixture `acme_sandbox`; pytest loads `plugin` in every run, so it imports nothing early."""
