"""English: members of a workspace, and the door for them."""

MEMBERS: dict[str, str] = {
    "door.welcome.company": "The console for your assistants, prospects and leads. Please sign in.",
    "door.company": "Sign in with your company account",
    "door.company.or": "Or with an API key:",
    "door.company.unknown": "This account does not get you in here yet. Ask somebody who administers your workspace to "
    "invite your e-mail address under “Settings”, “Members”, and then sign in once more. If your account was made "
    "anew, the invitation has to be renewed.",
    "door.company.unverified": "The e-mail address of your company account is not verified. Verify it with your "
    "provider, or ask your IT department, and then sign in once more.",
    "door.company.failed": "The answer of your company account does not fit this sign-in. Try again; if it stays so, "
    "tell whoever runs this platform.",
    "door.company.refused": "Your company account broke off the sign-in. Try again, or ask your IT department whether "
    "you may use the console.",
    "door.company.stale": "This sign-in is out of date or was used already. Please begin it once more. Your browser "
    "must accept cookies of this site.",
    "door.company.away": "Signing in with a company account is not possible right now. Try again in a minute.",
    "door.company.ended": "You are signed out, at your company account too.",
    "door.company.still": "You are signed out here, but not at your company account, which could not be "
    "reached. On a computer that is not yours, please sign out there too.",
    "door.company.which": "You belong to several workspaces. Which one would you like to open?",
    "sidebar.member": "Signed in as {name}",
    "settings.members": "Members",
    "members.help": "Members sign in with their company's account and need no key. One mail tells them where the "
    "console is; whether it went out is said at the member.",
    "members.mail.waiting": "mail is on its way",
    "members.mail.sent": "mail sent",
    "members.mail.failed": "mail did not arrive; send it again, or tell them yourself",
    "members.mail.uncertain": "mail probably sent",
    "members.none": "Nobody yet. Invite the first ones by the e-mail address of their company account.",
    "members.add": "Invite a member",
    "members.add.do": "Invite",
    "members.email": "E-mail address of the company account",
    "members.name.example": "Jane Sample",
    "members.role": "Role",
    "members.bots": "Only for these assistants",
    "members.incomplete": "The name or the e-mail address is missing.",
    "members.admin.bots": "Whoever administers the workspace has every assistant. Leave the choice empty.",
    "members.added": "{name} is invited and can sign in.",
    "members.invited": "invited on {day}, not signed in yet",
    "members.seen": "last signed in: {when}",
    "members.change": "Change",
    "members.changed": "Changed. It counts at once, for open sessions too.",
    "members.again": "Send invitation again",
    "members.again.sure": "{name} gets another mail at {email}.",
    "members.again.done": "The invitation of {name} goes out once more.",
    "members.remove": "Remove",
    "members.remove.sure": "{name} can then no longer sign in, and open sessions end within seconds.",
    "members.removed": "{name} is no longer a member.",
    "problem.last-admin": "This is the last member who administers the workspace. First give this role to somebody who "
    "has signed in already.",
    "problem.member-joined": "This member has signed in meanwhile and needs no invitation any more.",
    "problem.no-invitations": "Signing in with a company account is not set up, so nobody is invited to it.",
    "problem.known-member": "Somebody is a member by this address already.",
    "role.admin": "Administration",
    "role.editor": "Editing",
    "role.viewer": "Viewing",
    "role.admin.help": "every right, including members, keys and settings",
    "role.editor.help": "edit assistants, sources, leads and prospects, release messages",
    "role.viewer.help": "see everything, change nothing",
}
