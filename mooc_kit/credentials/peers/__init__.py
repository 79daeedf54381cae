"""Peer-awarded badges: people ask, badge holders judge and sign, and anyone can follow the chain to its root.

There is no server and no account. What travels are files, in the order of the work:

- **request**    who asks, for which badge, with which evidence; signed by whoever asks
- **judgement**  one judge's yes, criterion by criterion, with the judge's own badge named by digest
- **award**      the badge itself: an Open Badges 3.0 credential that names enough judgements by digest
- **bundle**     an award with everything that it rests on, each document once

- `policy`     under which rules a badge is given: badge, rubric, number of judges
- `documents`  builds the three documents; `keyfile` keeps a participant's key
- `chain`      walks from an award back to the course's first judges
- `register`   the course team's log, which closes what files alone cannot prove
- `graph`      who awarded whom, and signs of collusion
"""
