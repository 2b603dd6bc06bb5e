"""The wording of a workspace's mails: changing one and seeing what comes of it."""
